// One computation on both sides: arrays go to the peer as files, both must agree in one number.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const TURNS = 3;

/**
 * The fastest of some turns of each side, one after the other, since others may share the machine; as a row
 * `{ name, ours, peer, unit, ratio, target }`, ratio peer over ours. The numbers of both sides must agree within `agree`.
 */
export async function beside(peer, name, { arrays, request, ours, target, agree = 1e-6 }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'beside-'));
  try {
    for (const [file, data] of Object.entries(arrays))
      fs.writeFileSync(path.join(folder, `${file}.bin`), data);
    let [own, other] = [Infinity, peer ? Infinity : NaN];
    for (let turn = 0; turn < TURNS; turn++) {
      const start = performance.now();
      const check = ours();
      own = Math.min(own, (performance.now() - start) / 1000);
      // OpenBLAS threads spin after a call and would slow the other side.
      await sleep(100);
      if (!peer) continue;
      const answer = await peer.seconds({ ...request, folder });
      other = Math.min(other, answer.seconds);
      if (!(Math.abs(answer.check / check - 1) < agree))
        throw new Error(`${name}: ${check} and ${answer.check}`);
      await sleep(100);
    }
    return { name, ours: own, peer: other, unit: 's', ratio: other / own, target };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
