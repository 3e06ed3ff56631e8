import { describe, expect, it, vi } from 'vitest'
import { pullColumnEdge } from '../../../../renderer/shared/components/pull-column-edge.ts'

function pressedEdge(): PointerEvent {
  document.body.innerHTML = '<table><tr><th><span></span></th></tr></table>'
  const edge = document.querySelector('span')
  const header = document.querySelector('th')
  if (!edge || !header) throw new Error('no edge to pull')
  Object.defineProperty(header, 'offsetWidth', { value: 120 })
  const pressed = new PointerEvent('pointerdown', { clientX: 300, bubbles: true })
  edge.dispatchEvent(pressed)
  return pressed
}
const move = (clientX: number) => window.dispatchEvent(new PointerEvent('pointermove', { clientX }))

describe('pullColumnEdge', () => {
  it('follows the pointer from the width the column had, and no more once it is let go', () => {
    const widen = vi.fn()
    pullColumnEdge(pressedEdge(), widen)
    move(340)
    move(280)
    window.dispatchEvent(new PointerEvent('pointerup'))
    move(500)
    expect(widen.mock.calls).toEqual([[160], [100]])
  })
})
