// The reference of the library: TypeDoc's pages of what lib/src/index.ts exports, under the headings of that file.
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../collection.mjs';
import { filesBelow, folderHashes, sha256 } from '../keys.mjs';

const source = path.join(root, 'lib', 'src');
const index = path.join(source, 'index.ts');
const cache = path.join(root, '.cache', 'api');
/** Types that arguments and results have, which index.ts does not list. */
const OTHER_TYPES = 'Options and results';
/** Stands for the way from a page to the site's folder. */
const SITE = 'site-folder';

/** Where the pages of the library as it is now are kept. */
function folderNow() {
  const others = ['lib/README.md', 'lib/package.json', 'package-lock.json', 'tools/site/api.mjs'];
  const read = others.map((file) => fs.readFileSync(path.join(root, file)));
  return path.join(cache, sha256(JSON.stringify(folderHashes(source)), ...read).slice(0, 16));
}

/** The heading in index.ts of every export, by its name; headings in their order. */
function headings() {
  const of = new Map();
  for (const block of fs
    .readFileSync(index, 'utf8')
    .split(/^\/\/ /m)
    .slice(1)) {
    const [heading] = block.split('\n', 1);
    for (const [, names] of block.matchAll(/^export (?:type )?\{([^}]*)\}/gm))
      for (const name of names.split(',').filter((part) => part.trim()))
        of.set(
          name
            .trim()
            .replace(/^type /, '')
            .replace(/^.* as /, ''),
          heading,
        );
  }
  return of;
}

/** Everything under its heading, and a type that index.ts does not list with the path that it is imported by. */
function arrange(project, headingOf, { Comment, CommentTag }) {
  for (const child of project.children) {
    const heading = headingOf.get(child.name);
    for (const one of child.signatures ?? [child]) {
      one.comment ??= new Comment();
      one.comment.blockTags.push(
        new CommentTag('@category', [{ kind: 'text', text: heading ?? OTHER_TYPES }]),
      );
      const file = project.getSymbolIdFromReflection(child)?.packagePath;
      if (heading === undefined && file) {
        const from = file.replace(/^src\//, 'agop/').replace(/\.ts$/, '');
        one.comment.summary.push(
          { kind: 'text', text: `\n\nImported as a type from ` },
          { kind: 'code', text: `\`${from}\`` },
        );
      }
      // An argument that is taken apart at the entrance has no name of its own.
      for (const parameter of one.parameters ?? [])
        if (parameter.name === '__namedParameters') parameter.name = 'options';
    }
  }
}

/** Links from every page to the site's other pages, and icons from the page itself: a file may not load another's. */
function mendLinks(folder) {
  for (const file of filesBelow(folder).filter((name) => name.endsWith('.html'))) {
    const up = path.relative(path.dirname(file), path.dirname(folder)).replaceAll(path.sep, '/');
    const html = fs.readFileSync(file, 'utf8').replaceAll(`"${SITE}/`, `"${up}/`);
    fs.writeFileSync(file, html.replace(/"[^"]*\/icons\.svg#/g, '"#'));
  }
}

/** The folder with the pages, made anew only where the library has changed. */
export async function apiReference() {
  const folder = folderNow();
  if (fs.existsSync(folder)) return folder;
  // Loaded only where there is something to make.
  const typedoc = await import('typedoc');
  const headingOf = headings();
  const app = await typedoc.Application.bootstrapWithPlugins({
    name: 'agop',
    entryPoints: [index],
    tsconfig: path.join(root, 'lib', 'tsconfig.json'),
    readme: path.join(root, 'lib', 'README.md'),
    plugin: ['typedoc-plugin-missing-exports'],
    placeInternalsInOwningModule: true,
    categorizeByGroup: false,
    categoryOrder: [...new Set(headingOf.values()), OTHER_TYPES],
    navigation: { includeCategories: true, includeGroups: false },
    navigationLinks: { 'Notebooks and claims': `${SITE}/index.html`, Glossary: `${SITE}/glossary.html` },
    excludeExternals: true,
    excludePrivate: true,
    disableSources: true,
    disableGit: true,
    githubPages: false,
    hideGenerator: true,
    skipErrorChecking: true,
    validation: false,
    logLevel: 'Warn',
  });
  const { EVENT_RESOLVE_BEGIN } = typedoc.Converter;
  // After the plugin, which adds the types that are not exported.
  app.converter.on(EVENT_RESOLVE_BEGIN, ({ project }) => arrange(project, headingOf, typedoc), -100);
  const project = await app.convert();
  if (!project) throw new Error('TypeDoc could not read the library');
  // Of two processes that make it at once, the first to finish is taken.
  const made = `${folder}.${process.pid}`;
  await app.generateDocs(project, made);
  mendLinks(made);
  if (fs.existsSync(folder)) fs.rmSync(made, { recursive: true });
  else fs.renameSync(made, folder);
  for (const other of fs.readdirSync(cache).filter((name) => !name.startsWith(path.basename(folder))))
    fs.rmSync(path.join(cache, other), { recursive: true, force: true });
  return folder;
}
