import {worldSettings as S} from 'agop/experiments/rfm/settings-worlds'; import {faces} from 'agop/experiments/rfm/faces'; import {lottery} from 'agop/experiments/rfm/lottery'; import {spurious} from 'agop/experiments/rfm/spurious';
const step=async()=>{};
for(const s of [0,1]){let t=performance.now();const r=await faces(S.faces.quick,s,step);console.log(((performance.now()-t)/1e3).toFixed(1));console.table(r)}


process.exit(0)
