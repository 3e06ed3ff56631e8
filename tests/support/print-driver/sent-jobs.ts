const STATUS_REQUEST = Buffer.from('\x1b!?', 'latin1')

/**
 * Splits what a printer received into the jobs named and anything else; status requests between jobs are passed over. A job counts as received only
 * whole, byte for byte; what is left at the end (a job cut off) comes back as `rest`.
 */
export function sentJobs<Name>(
  captured: Buffer,
  expected: ReadonlyMap<Name, Buffer>,
): { jobs: Name[]; rest: Buffer } {
  const jobs: Name[] = []
  let offset = 0
  const startsWith = (bytes: Buffer) => captured.subarray(offset, offset + bytes.length).equals(bytes)
  while (offset < captured.length) {
    const found = [...expected].find(([, bytes]) => startsWith(bytes))
    if (found) {
      jobs.push(found[0])
      offset += found[1].length
    } else if (startsWith(STATUS_REQUEST)) offset += STATUS_REQUEST.length
    else break
  }
  return { jobs, rest: captured.subarray(offset) }
}
