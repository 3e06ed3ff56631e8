/**
 * Who may import whom. Rule names are sentences because they are the error message.
 * Our folder electron/ carries the npm package's name: package rules match ^node_modules/electron/.
 */
const never = (name, from, to) => ({ name, severity: 'error', from, to })
const npm = (name) => `^node_modules/${name}/`

const ROOMS = [
  'domain',
  'electron/agent',
  'electron/loopback',
  'electron/main',
  'electron/preload',
  'renderer',
  'server',
]
const MAY = {
  domain: [],
  'electron/agent': ['domain'],
  'electron/loopback': ['domain', 'electron/agent'],
  'electron/main': ['domain', 'electron/agent'],
  'electron/preload': ['domain'],
  renderer: ['domain'],
  server: ['domain'],
}
const rooms = ROOMS.map((room) =>
  never(
    `${room} imports only ${['itself', ...MAY[room]].join(', ')}: see the table in README`,
    { path: `^${room}/` },
    {
      path: '^(domain|electron|renderer|server|build|tests)/',
      pathNot: [room, ...MAY[room]].map((r) => `^${r}/`),
    },
  ),
)

export default {
  forbidden: [
    ...rooms,
    never(
      'domain imports no packages but zod, opentype.js and qr: it runs anywhere',
      { path: '^domain/' },
      { path: '^node_modules/', pathNot: [npm('zod'), npm('opentype\\.js'), npm('qr')] },
    ),
    never(
      'domain uses no Node module: it runs anywhere',
      { path: '^domain/' },
      { dependencyTypes: ['core'] },
    ),
    never(
      'renderer uses no Node module: it asks the agent',
      { path: '^renderer/' },
      { dependencyTypes: ['core'] },
    ),
    never(
      'only main and preload know electron: everything else runs without it',
      { pathNot: '^(electron/(main|preload)|tests)/' },
      { path: [npm('electron'), '^electron$'] },
    ),
    never(
      'only the renderer knows vue',
      { pathNot: '^(renderer|tests|build)/' },
      { path: [npm('vue'), npm('vue-router'), npm('pinia'), npm('element-plus')] },
    ),
    never(
      'only agent and server know a database',
      { pathNot: '^(electron/agent|server|tests)/' },
      { path: [npm('kysely'), npm('better-sqlite3'), npm('pg')] },
    ),
    never(
      'a feature never imports another feature: shared things live in renderer/shared or domain',
      { path: '^renderer/features/([^/]+)/' },
      { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    ),
    never(
      'renderer/shared knows no feature',
      { path: '^renderer/(shared|agent)/' },
      { path: '^renderer/(features|app)/' },
    ),
    never(
      'an agent capability meets another only in agent-services.ts and label-printing.ts',
      { path: '^electron/agent/([^/]+)/' },
      { path: '^electron/agent/[^/]+/', pathNot: '^electron/agent/($1|storage)/' },
    ),
    never(
      'a server capability meets another only in app.ts',
      { path: '^server/([^/]+)/' },
      { path: '^server/[^/]+/', pathNot: '^server/($1|http|database|records)/' },
    ),
    never(
      'a repository is imported only inside its own folder',
      { path: '^(electron/agent|server)/([^/]+)/' },
      { path: '-repository\\.ts$', pathNot: '^$1/$2/' },
    ),
    never('nobody imports build or tests', { pathNot: '^(build|tests)/' }, { path: '^(build|tests)/' }),
    never('no cycles anywhere', {}, { circular: true }),
    never(
      'every import resolves',
      { pathNot: '^tests/' },
      { couldNotResolve: true, pathNot: '^electron$|^virtual:' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/|electron-standin' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.vue', '.json'],
    },
  },
}
