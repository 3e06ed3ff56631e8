/** What a ZIP archive says of one file in it. */
export interface ZipEntry {
  path: string
  method: number
  packedBytes: number
  bytes: number
  /** Of its local header in the archive. */
  offset: number
}

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const END_BYTES = 22
const COMMENT_MAX = 0xffff
const DEFLATE = 8

/** The archive's own table of contents, without unpacking anything; null where there is none. */
export function zipEntries(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(view)
  if (end === null) return null
  const entries: ZipEntry[] = []
  let place = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (place + 46 > view.byteLength || view.getUint32(place, true) !== DIRECTORY_ENTRY) return null
    const nameBytes = view.getUint16(place + 28, true)
    entries.push({
      path: new TextDecoder().decode(bytes.subarray(place + 46, place + 46 + nameBytes)),
      method: view.getUint16(place + 10, true),
      packedBytes: view.getUint32(place + 20, true),
      bytes: view.getUint32(place + 24, true),
      offset: view.getUint32(place + 42, true),
    })
    place += 46 + nameBytes + view.getUint16(place + 30, true) + view.getUint16(place + 32, true)
  }
  return entries
}

/** The whole of one file as text. */
export async function zipEntryText(bytes: Uint8Array<ArrayBuffer>, entry: ZipEntry): Promise<string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true)
  const packed = bytes.subarray(start, start + entry.packedBytes)
  if (entry.method !== DEFLATE) return new TextDecoder().decode(packed)
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text()
}

/** Stands at the very end, but for a comment of any length. */
function endOfDirectory(view: DataView): number | null {
  const last = view.byteLength - END_BYTES
  for (let place = last; place >= Math.max(0, last - COMMENT_MAX); place -= 1) {
    if (view.getUint32(place, true) === END_OF_DIRECTORY) return place
  }
  return null
}
