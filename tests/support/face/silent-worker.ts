/** A worker that is ready and never answers. */
process.send?.({ kind: 'ready' })
process.on('message', () => undefined)
