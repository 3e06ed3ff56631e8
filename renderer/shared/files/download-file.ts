/** Hands bytes to the shell's own download: a save dialog in Electron, the download folder in a browser. */
export function downloadFile(fileName: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  // The download has its own hold on the blob once it began.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
