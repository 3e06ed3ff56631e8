/** Four digits to be read aloud at the end of a session's film, drawn with its nonce: evidence for whoever reviews it, checked by no program. */
export function spokenDigits(nonce: string): string {
  return String(Number.parseInt(nonce.slice(-8), 16) % 10_000).padStart(4, '0')
}
