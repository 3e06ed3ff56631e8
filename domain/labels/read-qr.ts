import decodeQR from 'qr/decode.js'

/** Pixels of a picture, four bytes each (RGBA), row by row. */
export type PicturePixels = { width: number; height: number; data: Uint8ClampedArray | Uint8Array }

/** A photo of a label is looked at once: the default is meant for a camera's sixty pictures a second. */
const TIME_LIMIT_MS = 1500

/** The text of the QR code in the picture, or null when none is found. */
export function readQr(picture: PicturePixels): string | null {
  try {
    return decodeQR(picture, { timeLimit: TIME_LIMIT_MS })
  } catch (error) {
    // The library says by exceptions alone that there is no code, in messages that are not ours to show.
    if (error instanceof Error) return null
    throw error
  }
}
