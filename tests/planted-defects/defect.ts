/** One safeguard taken out of the source, and the tests that have to notice. */
export interface Defect {
  name: string
  /** The safeguard that is gone, in words for the table. */
  removes: string
  file: string
  /** Stands exactly once in the file. */
  from: string
  to: string
  tests: TestRun
  /** Whether random schedules see it too; the rest they cannot meet, or too rarely to be asked. */
  inTorture?: boolean
  /** The same of the random schedules of printing (tests/print-torture). */
  inPrintTorture?: boolean
}

/** The cheapest run that must turn red: whole test files, or those of their tests whose titles match. */
export interface TestRun {
  files: readonly string[]
  titles?: string
}
