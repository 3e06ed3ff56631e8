/** Hands a file to the user as a download under that name; the shell decides where it goes. */
export function saveFile(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download has taken the address by the next turn; keeping it would keep the bytes in memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
