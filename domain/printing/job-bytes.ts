/**
 * A print job is bytes, never text: the dots of a picture are any byte there is, and a job built as a string is
 * broken by the first one above 127 (npm's tspl-generator does just that).
 */
export function joinBytes(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const chunks = parts.map((part) => (typeof part === 'string' ? asciiBytes(part) : part))
  const job = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    job.set(chunk, offset)
    offset += chunk.length
  }
  return job
}

/** Throws RangeError for a character outside ASCII: commands have none. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 0x7f) throw new RangeError('a printer command holds only ASCII')
    bytes[index] = code
  }
  return bytes
}
