import fc from 'fast-check'

export type Cable = 'usb' | 'network'

/** What may happen to a printer, its cable, the program and the person, one after another. */
export type PrintStep =
  | { do: 'print'; labels: number; copies: number }
  | { do: 'fault'; kind: 'stall' | 'short' | 'error' | 'hang' | 'unplug'; after: number }
  | { do: 'slow'; bytesPerSecond: number }
  | { do: 'paper-out' }
  | { do: 'paper-ends'; after: number }
  | { do: 'head-open' }
  | { do: 'silent' }
  | { do: 'control-hang' }
  | { do: 'unplug' }
  | { do: 'replug'; hindrance: 'none' | 'claimed' | 'no-permission' }
  | { do: 'mend' }
  | { do: 'kill'; afterMs: number }
  | { do: 'pause' }
  | { do: 'resume' }
  | { do: 'cancel'; which: number }
  | { do: 'first'; which: number }
  | { do: 'answer' }
  | { do: 'wait'; ms: number }

/** A job of the specimen label has so many bytes: faults fall into the first, the second, or exactly between. */
const JOB_BYTES = 19_366
const bytes = fc.oneof(
  fc.integer({ min: 0, max: 3 * JOB_BYTES }),
  fc.integer({ min: -20, max: 20 }).map((offset) => JOB_BYTES + offset),
  fc.integer({ min: 0, max: 200 }),
)
const which = fc.nat({ max: 5 })

export function stepArbitrary(): fc.Arbitrary<PrintStep> {
  const kind = fc.constantFrom('stall', 'short', 'error', 'hang', 'unplug')
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('print'),
        labels: fc.integer({ min: 1, max: 4 }),
        copies: fc.integer({ min: 1, max: 2 }),
      }),
    },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('fault'), kind, after: bytes }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('slow'),
        bytesPerSecond: fc.integer({ min: 60_000, max: 400_000 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('paper-out', 'head-open', 'silent', 'control-hang', 'unplug')
        .map((name) => ({ do: name })),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('paper-ends'), after: bytes }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('replug'),
        hindrance: fc.constantFrom('none', 'claimed', 'no-permission'),
      }),
    },
    { weight: 2, arbitrary: fc.constantFrom('mend', 'pause', 'resume').map((name) => ({ do: name })) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('kill'), afterMs: fc.integer({ min: 0, max: 150 }) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cancel', 'first'), which }) },
    { weight: 3, arbitrary: fc.constant({ do: 'answer' }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.integer({ min: 0, max: 250 }) }) },
  )
}
