/** Every test stands where its source stands: tests/<path>/<file>.test.ts ⇄ <path>/<file>.ts or .vue. Suites over several files live in tests/contracts, tests/journeys and tests/torture. */
import { existsSync, globSync } from 'node:fs'

const WITHOUT_TWIN = /^tests\/(contracts|journeys|support|torture)\//

const orphans = globSync('tests/**/*.test.ts')
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !WITHOUT_TWIN.test(file))
  .filter((file) => {
    const source = file.replace(/^tests\//, '').replace(/\.test\.ts$/, '')
    return !['.ts', '.vue', '.yml', '.json'].some((extension) => existsSync(source + extension))
  })

for (const orphan of orphans) console.error(`${orphan}：没有对应的源文件`)
process.exitCode = orphans.length > 0 ? 1 : 0
