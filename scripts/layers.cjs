// Who may import whom: the table in src/README.md as rules. `npm run lint:layers` runs them.
const ours = '^(src|protocols)/'
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: ours, pathNot: to }
})
const pure = '^src/(ledgers|exchange|channels|sharechain)/'

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('base-alone', '^src/base/', '^src/base/', 'base imports nothing of ours'),
    only('crypto', '^src/crypto/', '^src/(base|crypto)/', 'crypto imports base'),
    only(
      'protocols',
      '^protocols/([^/]+)/',
      '^(src/base/|protocols/$1/)',
      'a protocol imports base and itself'
    ),
    only(
      'ledgers',
      '^src/ledgers/([^/]+)/',
      '^src/(base|crypto|ledgers/$1)/|^src/ledgers/[^/]+$',
      'ledgers import base and crypto'
    ),
    only(
      'domains',
      '^src/(exchange|channels|sharechain)/',
      '^src/(base|crypto|ledgers|$1)/|^protocols/[^/]+/(types|signing)[.]ts$',
      'domains import base, crypto, ledgers and wire types, never one another'
    ),
    only(
      'ports',
      '^src/ports/',
      '^src/(base|ports|ledgers|exchange|channels|sharechain)/|^protocols/[^/]+/types[.]ts$',
      'ports speak in domain types'
    ),
    only(
      'drivers',
      '^src/drivers/',
      '^src/(base|crypto|ports|ledgers|exchange|channels|sharechain|drivers)/|^protocols/[^/]+/(types|signing|index)[.]ts$',
      'drivers join domains and ports'
    ),
    only(
      'adapters',
      '^src/adapters/([^/]+)/',
      '^src/(base|crypto|ports|ledgers|exchange|channels|sharechain|adapters/$1)/|^protocols/',
      'adapters implement ports and do not know each other'
    ),
    only(
      'devchain',
      '^src/devchain/',
      '^src/(base|crypto|ledgers|devchain)/',
      'development chains are servers beside the node'
    ),
    only(
      'api',
      '^src/api/',
      '^src/(base|ledgers|ports|api)/',
      'the API asks a node through its node-control.ts'
    ),
    {
      name: 'node-below-its-users',
      severity: 'error',
      from: { path: '^src/node/' },
      to: { path: '^src/(cli|testnet)/' }
    },
    {
      name: 'devchain-not-in-node',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(devchain|testnet|cli)/' },
      to: { path: '^src/devchain/' }
    },
    {
      name: 'node-only-from-above',
      severity: 'error',
      from: { path: '^(src|protocols)/', pathNot: '^src/(node|api|cli|testnet)/|^src/index[.]ts$' },
      to: { path: '^src/(node|api|cli|testnet)/' }
    },
    { name: 'pure-no-node', severity: 'error', from: { path: pure }, to: { dependencyTypes: ['core'] } },
    {
      name: 'pure-no-io',
      severity: 'error',
      from: { path: `${pure}|^src/(base|crypto)/` },
      to: { path: 'node_modules/(libp2p|@libp2p|@chainsafe|level|hono|@hono|pino)/' }
    },
    {
      name: 'level-in-its-adapter',
      severity: 'error',
      from: { path: ours, pathNot: '^src/adapters/level/' },
      to: { path: 'node_modules/level/' }
    },
    {
      name: 'libp2p-in-its-place',
      severity: 'error',
      from: {
        path: ours,
        pathNot: '^src/(adapters/libp2p|node|testnet)/|^protocols/[^/]+/(service|topic|index)[.]ts$'
      },
      to: { path: 'node_modules/(libp2p|@libp2p|@chainsafe)/' }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] }
  }
}
