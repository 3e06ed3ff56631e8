/** A worker that says it is ready and dies over its first question, as one does whose decoder a picture has broken. */
process.send?.({ kind: 'ready' })
process.on('message', () => {
  process.kill(process.pid, 'SIGSEGV')
})
