import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, reactive } from 'vue'
import type { Draft } from '../../../../domain/drafts/draft.ts'
import type { DraftKeeper } from '../../../../renderer/shared/composables/use-draft.ts'
import { installFakeBridge } from '../../../support/fake-bridge.ts'

const bridge = installFakeBridge()
const { useDraft } = await import('../../../../renderer/shared/composables/use-draft.ts')

const stored = (content: Draft['content']): Draft => ({
  id: 'draft-1',
  form: 'operator',
  subject: 'new',
  title: '苗佳',
  content,
  savedAt: '2026-11-22T02:24:00.000Z',
})

async function openForm() {
  const typed = reactive({ name: '' })
  let draft: DraftKeeper | undefined
  const page = mount(
    defineComponent(() => {
      draft = useDraft({
        form: 'operator',
        title: () => typed.name,
        content: () => ({ ...typed }),
        restore: (content) => (typed.name = typeof content['name'] === 'string' ? content['name'] : ''),
      })
      return () => h('input')
    }),
  )
  await draft!.ready
  return { typed, draft: draft!, page }
}

const saves = () => bridge.calls.filter(({ method }) => method === 'drafts.save').map(({ input }) => input)

beforeEach(() => {
  setActivePinia(createPinia())
  vi.useFakeTimers()
  bridge.calls.length = 0
  bridge.answer('drafts.open', null)
  bridge.answer('drafts.save', (input: unknown) => ({ ...stored({}), ...(input as object) }))
  bridge.answer('drafts.discard', null)
})
afterEach(() => vi.useRealTimers())

describe('useDraft', () => {
  it('saves 800 ms after the last keystroke, once', async () => {
    const { typed } = await openForm()
    typed.name = '苗'
    await vi.advanceTimersByTimeAsync(700)
    typed.name = '苗佳'
    await vi.advanceTimersByTimeAsync(799)
    expect(saves()).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(saves()).toEqual([{ form: 'operator', subject: 'new', title: '苗佳', content: { name: '苗佳' } }])
  })

  it('saves at once when a field is left, and nothing when nothing changed', async () => {
    const { typed } = await openForm()
    document.dispatchEvent(new Event('focusout'))
    typed.name = '苗佳'
    document.dispatchEvent(new Event('focusout'))
    document.dispatchEvent(new Event('focusout'))
    await flushPromises()
    expect(saves()).toHaveLength(1)
  })

  it('saves when the page is left', async () => {
    const { typed, page } = await openForm()
    typed.name = '苗佳'
    page.unmount()
    await flushPromises()
    expect(saves()).toHaveLength(1)
  })

  it('puts a stored draft back without saving it again', async () => {
    bridge.answer('drafts.open', stored({ name: '苗佳' }))
    const { typed, draft } = await openForm()
    expect(typed.name).toBe('苗佳')
    expect(draft.restored.value?.savedAt).toBe('2026-11-22T02:24:00.000Z')
    await vi.advanceTimersByTimeAsync(2000)
    expect(saves()).toEqual([])
  })

  it('gives a draft up and brings it back', async () => {
    bridge.answer('drafts.open', stored({ name: '苗佳' }))
    bridge.answer('drafts.restore', stored({ name: '苗佳' }))
    const { typed, draft } = await openForm()
    await draft.discard()
    expect(typed.name).toBe('')
    await draft.undo()
    expect(typed.name).toBe('苗佳')
  })

  it('leaves no draft behind once the form was submitted', async () => {
    const { typed, draft, page } = await openForm()
    typed.name = '苗佳'
    await draft.finish()
    typed.name = '苗佳佳'
    page.unmount()
    await vi.advanceTimersByTimeAsync(2000)
    expect(saves()).toEqual([])
    expect(bridge.calls.at(-1)?.method).toBe('drafts.discard')
  })

  it('says when a draft could not be saved and tries again with the next change', async () => {
    bridge.fail('drafts.save', { code: 'storage-full' })
    const { typed, draft } = await openForm()
    typed.name = '苗佳'
    await vi.advanceTimersByTimeAsync(800)
    expect(draft.failure.value?.code).toBe('storage-full')
    bridge.answer('drafts.save', stored({ name: '苗佳' }))
    await draft.save()
    expect(draft.failure.value).toBeNull()
    expect(draft.savedAt.value).not.toBeNull()
  })
})
