import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** Small files of each format, written byte by byte or by another package than the loader's. */
export const text = (...lines: string[]): Uint8Array => Buffer.from(lines.join('\n') + '\n');

export function idx(dims: number[], entries: number[], type = 8): Uint8Array {
  const header = Buffer.alloc(4 + 4 * dims.length);
  header[2] = type;
  header[3] = dims.length;
  dims.forEach((dim, i) => header.writeUInt32BE(dim, 4 + 4 * i));
  return gzipSync(Buffer.concat([header, Uint8Array.from(entries)]));
}

/** A WAVE file whose chunks are a LIST of odd length, `fmt ` and `data`. */
export function wav(samples: number[], { channels = 1, bits = 16, rate = 8000 } = {}): Buffer {
  const chunk = (name: string, body: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt16LE(bits, 14);
  const data = Buffer.from(Int16Array.from(samples).buffer);
  const chunks = [chunk('LIST', Buffer.from('odd')), chunk('fmt ', format), chunk('data', data)];
  return Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), ...chunks]);
}

export async function tarGz(files: Record<string, Uint8Array | string>): Promise<Uint8Array> {
  const archive = pack();
  for (const [name, bytes] of Object.entries(files)) archive.entry({ name }, Buffer.from(bytes));
  archive.finalize();
  const pieces: Uint8Array[] = [];
  for await (const piece of archive) pieces.push(piece as Uint8Array);
  return gzipSync(Buffer.concat(pieces));
}

export const ppm = (width: number, height: number, pixels: number[], maximum = 255): Uint8Array =>
  Buffer.concat([Buffer.from(`P6\n# a comment\n${width} ${height}\n${maximum}\n`), Uint8Array.from(pixels)]);

export const gct = text(
  '#1.3',
  '2\t3\t1\t2',
  'id\tgene\ts1\ts2\ts3',
  'cell\tna\tA\tB\tA',
  'dose\tna\t1 µM\t3 µM\t1 µM',
  'r1\tABC\t1\t-2.5\t3',
  'r2\tDEF\t4\t5\t6e-1',
);

/** A set of the UCI benchmark: three training rows, two test rows, two features, two classes. */
export const uciSet = {
  'toy/toy.txt':
    'n_entradas= 2\nn_clases= 2\nn_arquivos= 2\nfich1= toy_train_R.dat\nn_patrons1= 3\nfich2= toy_test_R.dat\nn_patrons2= 2\n',
  'toy/toy_train_R.dat': '\tf1\tf2\tclase\n1\t0.5\t-1\t0\n2\t1.5\t2\t1\n3\t0\t0\t1\n',
  'toy/toy_test_R.dat': '\tf1\tf2\tclase\n1\t7\t8\t1\n2\t9\t10\t0\n',
  'toy/conxuntos.dat': '0 1 \n2 \n',
  'toy/conxuntos_kfold.dat': '0 1 \n2 \n1 2 \n0 \n0 2 \n1 \n0 1 2 \n0 \n',
};

export const GTSRB_HEADER = 'Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId';
