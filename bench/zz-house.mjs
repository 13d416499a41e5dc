import { houseWorld } from 'agop/experiments/conv-rfm/house-numbers';
import { settings } from 'agop/experiments/conv-rfm';
import { directions } from 'agop/experiments/conv-rfm/directions';
import { scores, targetsOf } from 'agop/experiments/conv-rfm/labelled-images';
import { opticalDigits } from 'agop/experiments/rfm/optical-digits';
import { convRfm } from 'agop/features/conv-rfm';
import { convNtk } from 'agop/kernels/conv-ntk';
import { Matrix } from 'agop/linalg/matrix';
import { dataset } from 'agop/data/dataset';
const digits=opticalDigits(await dataset('uci-121')); const s=settings.house.quick;
for(const prec of ['float32','float64']) for(const seed of [0,1,2]){
 const w=houseWorld(digits,s,seed); const big=(l)=>({...l,x:prec==='float64'?new Matrix(l.x.rows,l.x.cols,Float64Array.from(l.x.data)):l.x});
 const train=big(w.train),test=big(w.test);
 const kernel=convNtk({image:train.image,depth:s.depth}); const acc=[];let last;
 const t=performance.now();
 for(const m of convRfm({x:train.x,y:targetsOf(train)},{...s,kernel})){acc.push(scores(m.predict(test.x),test).accuracy);last=m;}
 console.log(prec,seed,acc.join(' '),directions(last.featureMatrix,3,2).map(d=>[d.share,d.luminance,d.dc].map(v=>v.toFixed(3)).join('/')).join(' '),((performance.now()-t)/1e3).toFixed(1));
}
process.exit(0)
