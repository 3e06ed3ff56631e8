import { inject } from 'vitest'
import { describeTorture } from './describe-torture.ts'

/** I19: the same suite on the other engine. */
describeTorture(
  async () => {
    const response = await fetch(inject('postgresGate'))
    const answer = await response.text()
    if (!response.ok) throw new Error(answer)
    return { name: 'PostgreSQL', postgresUrl: answer }
  },
  'PostgreSQL',
  60,
)
