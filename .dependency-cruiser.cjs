// The direction matrix of the parts: who may import whom, and only through which door.
// Adding an arrow here is a design decision and wants a record in docs/decisions/.
const part = (name) => `^${name}/`;
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  comment: `${from} may reach only ${allowed.join(', ') || 'itself'} outside its own folder`,
  from: { path: from },
  to: { path: '^(engine|crm|api|web|modeler|processes|tests)/', pathNot: [from, ...allowed] },
});
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    only('moddle-is-a-leaf', part('modeler/moddle'), []),
    only('lint-sees-moddle', part('modeler/lint'), ['^modeler/moddle/index\\.ts$']),
    only('browser-sees-moddle-and-lint', part('modeler/browser'), [
      '^modeler/moddle/index\\.ts$',
      '^modeler/lint/index\\.ts$',
    ]),
    only('engine-knows-no-host', part('engine'), [
      '^modeler/moddle/index\\.ts$',
      '^modeler/lint/index\\.ts$',
    ]),
    only('crm-stands-alone', part('crm'), []),
    only('contract-is-a-leaf', part('api/contract'), []),
    only('api-uses-doors', '^api/(?!contract/)', [
      '^api/contract/index\\.ts$',
      '^engine/index\\.ts$',
      '^crm/index\\.ts$',
      '^modeler/(moddle|lint)/index\\.ts$',
    ]),
    only('web-uses-contract-and-modeler', part('web'), [
      '^api/contract/index\\.ts$',
      '^modeler/(moddle|lint|browser)/index\\.ts$',
    ]),
    only('tests-use-doors', part('tests'), [
      '^engine/(index|testing)\\.ts$',
      '^crm/(index|testing)\\.ts$',
      '^api/',
      '^modeler/',
      '^processes/',
      '^web/src/',
    ]),
    {
      name: 'interpreter-is-pure',
      severity: 'error',
      from: { path: '^engine/(elements|execution)/' },
      to: {
        pathNot: '^engine/store/store-port\\.ts$',
        path: [
          '^engine/(store|commands|jobs|queries|outbox)/',
          '(^|/)node_modules/pg/',
          '^(fs|net|http|https|child_process|worker_threads)$',
        ],
      },
    },
    {
      name: 'contract-imports-zod-only',
      severity: 'error',
      from: { path: '^api/contract/' },
      to: { path: 'node_modules', pathNot: 'node_modules/zod/' },
    },
    {
      name: 'engine-has-no-orm',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: 'node_modules/(sequelize|express|socket\\.io|react)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
