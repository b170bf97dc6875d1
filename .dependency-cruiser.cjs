// The arrows of ARCHITECTURE.md. Each room's tsconfig keeps the platform's types out; this keeps out the other rooms.

/** What a room may import of this repository, beside its own files. */
const ARROWS = {
  'src/core': [],
  'src/api': ['src/core'],
  'src/builder': ['src/core'],
  'src/evaluation': ['src/core', 'src/builder'],
  'src/journey': ['src/core'],
  'src/network': ['src/core'],
  'src/worker-client': ['src/core', 'src/network'],
  'src/capture': ['src/core', 'src/api'],
  'src/sdk': ['src/core', 'src/api', 'src/journey', 'src/worker-client', 'src/capture'],
  'src/index.ts': ['src/core', 'src/api', 'src/sdk'],
  'src/element': ['src/index.ts'],
  'src/auto': ['src/index.ts', 'src/element'],
  'src/cli': ['src/core', 'src/builder', 'src/evaluation'],
  'src/sample': ['src/core'],
  'src/shop-server': ['src/core', 'src/sample'],
  'src/demo': ['src/index.ts', 'src/element'],
  workers: ['src/core', 'src/network'],
};

/** What a room may import from npm or Node; all others nothing. */
const PACKAGES = {
  'src/builder': ['html-entities'],
  'src/journey': ['idb'],
  'src/worker-client': ['comlink', '@noble/ed25519'],
  workers: ['comlink', '@tensorflow/'],
  'src/cli': [
    '@energetic-ai/',
    'cac',
    'cli-progress',
    'csv-parse',
    'html-entities',
    'picocolors',
    'saxes',
    'node builtins',
  ],
  'src/shop-server': ['node builtins'],
};

const any = (paths) => `^(?:${paths.map((path) => path.replace(/[.]/g, '\\.')).join('|')})(?:/|$)`;
const rooms = Object.keys(ARROWS);

const arrows = rooms.map((room) => ({
  name: `${room} imports ${ARROWS[room].join(', ') || 'nobody'}`,
  severity: 'error',
  from: { path: any([room]) },
  to: { path: '^(?:src|workers|test)/', pathNot: any([room, ...ARROWS[room]]) },
}));

const packages = rooms.map((room) => {
  const allowed = PACKAGES[room] ?? [];
  const names = allowed.filter((name) => name !== 'node builtins').map((name) => `node_modules/${name}`);
  return {
    name: `${room} depends on ${allowed.join(', ') || 'no package'}`,
    severity: 'error',
    from: { path: any([room]) },
    to: {
      dependencyTypes: [
        'npm',
        'npm-dev',
        'npm-no-pkg',
        'npm-unknown',
        'unknown',
        'undetermined',
        ...(allowed.includes('node builtins') ? [] : ['core']),
      ],
      // Modules that the build makes.
      pathNot: ['^virtual:', ...(names.length > 0 ? [`^(?:${names.join('|')})`] : [])],
    },
  };
});

module.exports = {
  forbidden: [
    ...arrows,
    ...packages,
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'tfjs stands behind one file',
      severity: 'error',
      from: { pathNot: '^workers/backends/webgpu-backend\\.ts$' },
      to: { path: '@tensorflow/' },
    },
    { name: 'every import is there', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
