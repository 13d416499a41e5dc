import { opticalDigits } from 'agop/experiments/rfm/optical-digits';
import { dataset } from 'agop/data/dataset';
import fs from 'node:fs';
const digits=opticalDigits(await dataset('uci-121'));
const d=JSON.parse(fs.readFileSync('/work/shared/reference/conv-rfm/optdigits.json','utf8'));
const key=Object.keys(d).filter(k=>Array.isArray(d[k])); console.log(key, d[key[0]].length, JSON.stringify(d[key[0]][0]).slice(0,200));
const imgs=d.images??d.X??d.data; const ys=d.labels??d.y??d.target;
const flat=imgs.map(i=>[...i].map(c=>'0123456789abcdefg'.indexOf(c)).join());
const ours=new Map();for(let i=0;i<digits.x.rows;i++){ours.set(Array.from(digits.x.row(i),v=>Math.round(16*v)).join(),digits.labels[i]);}
let hit=0,same=0;flat.forEach((f,i)=>{if(ours.has(f)){hit++;if(ours.get(f)===ys[i])same++;}});
console.log('count',flat.length,'found in ours',hit,'same label',same,'ours',digits.x.rows);
process.exit(0)
