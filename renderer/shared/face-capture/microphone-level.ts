const MEASURED_EVERY_MS = 100
/** A voice at arm's length gives about 0.1; the bar is full there. */
const FULL_AT = 0.1

/** Calls back ten times a second with the level, 0 to 1, until the answer is called. */
export function followLevel(stream: MediaStream, onLevel: (level: number) => void): () => void {
  if (stream.getAudioTracks().length === 0) return () => undefined
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    const square = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
    onLevel(Math.min(1, Math.sqrt(square) / FULL_AT))
  }, MEASURED_EVERY_MS)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}
