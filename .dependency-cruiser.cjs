/** The rooms in order: a room may import only rooms to its left. */
const order = [
  'identity',
  'notices',
  'drafts',
  'tasks',
  'reference',
  'evidence',
  'reviews',
  'imports',
  'enterprises',
  'projects',
  'comments',
  'reminders',
  'funds',
  'grids',
  'duplicates',
  'recognition',
  'figures',
  'milestones',
  'progress',
  'lights',
  'forecast',
  'permits',
  'problems',
  'meetings',
  'reserve',
  'closings',
  'forms',
  'collections',
  'papers',
  'handovers',
  'undo',
  'desk',
  'cockpit',
];
const room = '^src/modules/([^/]+)/';
const rule = (name, from, to) => ({ name, severity: 'error', from, to });
const tests = '\\.(test|e2e)\\.tsx?$';

module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true }),
    rule('only-known-rooms', { path: room, pathNot: `^src/modules/(${order.join('|')})/` }, {}),
    ...order.map((m, i) =>
      rule(
        `order:${m}`,
        { path: `^src/modules/${m}/` },
        {
          path: order
            .slice(i + 1)
            .map((later) => `^src/modules/${later}/`)
            .concat('^nothing$'),
        },
      ),
    ),
    rule('kernel-is-the-floor', { path: '^src/kernel/', pathNot: tests }, { path: '^src/', pathNot: '^src/kernel/' }),
    rule('platform-knows-no-module', { path: '^src/platform/', pathNot: tests }, { path: ['^src/modules/', '^src/app/', '^src/web/'] }),
    rule(
      'domain-is-pure',
      { path: [room + 'domain/', room + 'policy\\.ts$'], pathNot: tests },
      { pathNot: ['^src/modules/[^/]+/domain/', '^src/kernel/', '^node_modules/zod/'] },
    ),
    rule(
      'contract-is-shared',
      { path: room + 'contract\\.ts$' },
      { path: ['^src/', '^node_modules/'], pathNot: ['^src/kernel/', '/domain/', '/contract\\.ts$', '^node_modules/zod/'] },
    ),
    rule(
      'web-sees-no-server',
      { path: ['^src/web/', room + 'web/'], pathNot: tests },
      { path: '^src/', pathNot: ['^src/kernel/', '^src/web/', '/domain/', '/contract\\.ts$', '^src/modules/[^/]+/web/'] },
    ),
    rule('server-sees-no-web', { path: '^src/', pathNot: ['/web/', tests] }, { path: '/web/' }),
    rule(
      'sql-only-here',
      {
        path: '^src/',
        pathNot: [
          '^src/platform/',
          '^src/app/',
          '/[\\w-]*(tables|queries|commands|figures)\\.ts$',
          '/(queries|commands)/',
          '\\.test\\.ts$',
        ],
      },
      { path: ['^node_modules/drizzle-orm/', '^node_modules/pg/'] },
    ),
    rule(
      'enter-by-the-door',
      { path: room, pathNot: ['queries(\\.ts$|/)', tests] },
      {
        path: '^src/modules/',
        pathNot: ['^src/modules/$1/', '/domain/', '/web/', '/[\\w-]*(contract|queries|commands)\\.ts$', '/(queries|commands)/'],
      },
    ),
    rule(
      'queries-may-join-others-tables',
      { path: room + '(queries|[\\w-]*queries\\.ts)', pathNot: tests },
      { path: '^src/modules/', pathNot: ['^src/modules/$1/', '/domain/', '/[\\w-]*(contract|queries|tables)\\.ts$', '/queries/'] },
    ),
    rule(
      'no-tests-in-the-product',
      { pathNot: [tests, '^e2e/', '^bench/', 'test-database', '^src/app/testing/'] },
      { path: [tests, 'test-database', '^src/app/testing/'] },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
