import type { SourceFile } from './source-tree.ts'

/** A rule about imports: the files it speaks of, and what each of them may import from the project. */
export interface DirectionRule {
  about: string
  applies: (path: string) => boolean
  mayImport: (target: string, from: string) => boolean
}

const within =
  (...folders: string[]) =>
  (path: string) =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`))

const core = within('core')
const renderer = within('renderer')
/** What the features stand on. */
const engine = within(
  'server/records',
  'server/http',
  'server/db',
  'server/access',
  'server/changes',
  'server/jobs',
  'server/sheets',
  'server/files',
  'server/lan',
)
/** The two files that put the server together; they alone know every part. */
const assembly = (path: string) =>
  [
    'server/container.ts',
    'server/app.ts',
    'server/main.ts',
    'server/cli.ts',
    'server/serve.ts',
    'server/host-command.ts',
  ].includes(path)
const feature = (path: string) => /^(?:server|renderer)\/features\/[^/]+/.exec(path)?.[0]

/** Who may import whom, as the architecture says it. A file that no rule speaks of may import anything but tests. */
export const directionRules: DirectionRule[] = [
  { about: 'core imports only core', applies: core, mayImport: core },
  {
    about:
      'electron imports only electron, the bridge, the data folder, how the server is started and how an office is known again',
    applies: within('electron'),
    mayImport: (target) =>
      within('electron')(target) ||
      ['core/desktop-bridge.ts', 'core/data-folder.ts', 'core/server-heap.ts', 'core/lan/fingerprint.ts'].includes(target),
  },
  {
    about: 'migrations stand by themselves',
    applies: within('migrations'),
    mayImport: within('migrations'),
  },
  {
    about: 'the server imports the server, core, migrations and resources, never a screen or the shell',
    applies: within('server'),
    mayImport: within('server', 'core', 'migrations', 'resources'),
  },
  {
    about: 'the engine never imports a feature, nor what puts the server together',
    applies: engine,
    mayImport: (target) => feature(target) === undefined && !assembly(target),
  },
  {
    about: 'a server feature never imports what puts the server together',
    applies: within('server/features'),
    mayImport: (target) => !assembly(target),
  },
  {
    about: 'the renderer imports only the renderer, core and resources',
    applies: renderer,
    mayImport: within('renderer', 'core', 'resources'),
  },
  {
    about: 'components and lib know no screen, no record and no feature',
    applies: within('renderer/components', 'renderer/lib', 'renderer/theme'),
    mayImport: within('renderer/components', 'renderer/lib', 'renderer/theme', 'core', 'resources'),
  },
  {
    about: 'the screens over any entity know no feature',
    applies: within('renderer/records'),
    mayImport: (target) => feature(target) === undefined && !within('renderer/app')(target),
  },
  {
    about: 'a renderer feature never imports another feature or the app around it',
    applies: within('renderer/features'),
    mayImport: (target, from) => [undefined, feature(from)].includes(feature(target)) && !within('renderer/app')(target),
  },
]

/** A package that only some folders may import. */
export const packageRules: { about: string; packages: RegExp; allowed: (path: string) => boolean }[] = [
  {
    about: 'knex only in the database layer, the engine and migrations',
    packages: /^knex$/,
    allowed: within('server/db', 'server/records', 'migrations', 'tests', 'scripts'),
  },
  { about: 'electron only in the shell', packages: /^electron$/, allowed: within('electron', 'tests/desktop') },
  { about: 'React only in the renderer', packages: /^(?:react|react-dom)$/, allowed: within('renderer', 'tests') },
  {
    about: 'Node’s modules never in core or the renderer',
    packages: /^node:/,
    allowed: (path) => !core(path) && !renderer(path),
  },
  { about: 'core needs zod and nothing else', packages: /^(?!zod$)/, allowed: (path) => !core(path) },
]

/** The project imports of a file that break a direction rule, each as a sentence. */
export function brokenDirections({ path, files }: SourceFile): string[] {
  return directionRules
    .filter((rule) => rule.applies(path))
    .flatMap((rule) =>
      files.filter((target) => !rule.mayImport(target, path)).map((target) => `${path} imports ${target}: ${rule.about}`),
    )
}

/** The package imports of a file that break a rule, each as a sentence. */
export function brokenPackages({ path, packages }: SourceFile): string[] {
  return packageRules
    .filter((rule) => !rule.allowed(path))
    .flatMap((rule) =>
      packages.filter((name) => rule.packages.test(name)).map((name) => `${path} imports ${name}: ${rule.about}`),
    )
}
