/** Orientation of EXIF (tag 0x0112) from a JPEG's beginning, 1–8; 1 where nothing is said. 64 KiB are enough. */
export function exifOrientation(head: Uint8Array): number {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  if (head.length < 4 || view.getUint16(0) !== 0xffd8) return 1
  let position = 2
  while (position + 4 <= head.length) {
    const marker = view.getUint16(position)
    // Pixels begin, or these are no markers any more.
    if (marker === 0xffda || marker < 0xff00) return 1
    const length = view.getUint16(position + 2)
    if (marker === 0xffe1) {
      const found = orientationIn(view, position + 4)
      if (found !== null) return found
    }
    position += 2 + length
  }
  return 1
}

const EXIF_MARK = 0x45786966
const TAG = 0x0112

function orientationIn(view: DataView, start: number): number | null {
  const tiff = start + 6
  if (tiff + 8 > view.byteLength || view.getUint32(start) !== EXIF_MARK) return null
  const isLittleEndian = view.getUint16(tiff) === 0x4949
  const directory = tiff + view.getUint32(tiff + 4, isLittleEndian)
  if (directory + 2 > view.byteLength) return null
  const entries = view.getUint16(directory, isLittleEndian)
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12
    if (at + 12 > view.byteLength) return null
    if (view.getUint16(at, isLittleEndian) !== TAG) continue
    const value = view.getUint16(at + 8, isLittleEndian)
    return value >= 1 && value <= 8 ? value : 1
  }
  return null
}
