// What the notebooks, figures and claims of the project are, for the ledger and the site.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { naturalOrder } from 'agop/report/natural-order';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const folders = {
  notebooks: process.env.NOTEBOOKS_DIR ?? path.join(root, 'notebooks'),
  figures: process.env.FIGURES_DIR ?? path.join(root, 'figures'),
  site: process.env.SITE_DIR ?? path.join(root, 'site'),
};

export function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${path.relative(root, file)} is not readable JSON (${error.message}); run make again`, {
      cause: error,
    });
  }
}

function namesIn(folder, pattern) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort(naturalOrder);
}

export function source(cell) {
  return [cell.source].flat().join('');
}

/** One entry a notebook: its cells, title, claims and figures. */
export function readCollection() {
  return namesIn(folders.notebooks, /^\d\d-.*\.ipynb$/).map((file) => {
    const name = path.basename(file, '.ipynb');
    const { cells } = readJson(path.join(folders.notebooks, file));
    const folder = path.join(folders.figures, name);
    const claimsFile = path.join(folder, 'claims.json');
    const heading = cells
      .map(source)
      .join('\n')
      .match(/^# +(.+)$/m);
    const used = cells.map(source).join('\n');
    const figures = namesIn(folder, /\.json$/)
      .filter((entry) => entry !== 'claims.json' && entry !== 'timings.json')
      .map((entry) => readJson(path.join(folder, entry)));
    return {
      name,
      title: heading ? heading[1] : name,
      cells,
      claims: fs.existsSync(claimsFile) ? readJson(claimsFile) : [],
      // Kept tables have no id; a figure that the notebook no longer makes is not shown.
      figures: figures.filter(({ id }) => id !== undefined && used.includes(id)),
    };
  });
}
