import { tfjsBench } from './tfjs.mjs';
console.table(await tfjsBench());
process.exit(0);
