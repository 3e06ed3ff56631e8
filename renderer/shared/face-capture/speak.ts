/** Says a sentence where the system has a Chinese voice; silence elsewhere is no fault, the words stand on the screen. */
export function speak(text: string): void {
  if (!('speechSynthesis' in globalThis)) return
  const utterance = new SpeechSynthesisUtterance(text)
  utterance.lang = 'zh-CN'
  speechSynthesis.cancel()
  speechSynthesis.speak(utterance)
}

export function hush(): void {
  if ('speechSynthesis' in globalThis) speechSynthesis.cancel()
}
