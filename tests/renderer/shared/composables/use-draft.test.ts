import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, reactive } from 'vue'
import type { Draft } from '../../../../domain/drafts/draft.ts'
import type { DraftKeeper } from '../../../../renderer/shared/composables/use-draft.ts'
import { installFakeBridge } from '../../../support/fake-bridge.ts'

const bridge = installFakeBridge()
const { useDraft } = await import('../../../../renderer/shared/composables/use-draft.ts')
const { useShellStore } = await import('../../../../renderer/shared/shell/shell-store.ts')
const { useSessionStore } = await import('../../../../renderer/shared/session/session-store.ts')

const stored = (content: Draft['content']): Draft => ({
  id: 'draft-1',
  form: 'operator',
  subject: 'new',
  title: '苗佳',
  content,
  savedAt: '2026-11-22T02:24:00.000Z',
})

async function openForm(
  subject = 'new',
  whileOpening: (typed: { name: string; note: string }) => void = () => undefined,
) {
  const typed = reactive({ name: '', note: '' })
  let draft: DraftKeeper | undefined
  const page = mount(
    defineComponent(() => {
      draft = useDraft({
        form: 'operator',
        subject,
        title: () => typed.name,
        content: () => ({ ...typed }),
        restore: ({ name, note }) => {
          typed.name = typeof name === 'string' ? name : ''
          typed.note = typeof note === 'string' ? note : ''
        },
      })
      return () => h('input')
    }),
  )
  whileOpening(typed)
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
enableAutoUnmount(afterEach)

describe('useDraft', () => {
  it('saves within 800 ms after the last keystroke, once', async () => {
    const { typed } = await openForm()
    typed.name = '苗'
    await vi.advanceTimersByTimeAsync(300)
    typed.name = '苗佳'
    expect(saves()).toEqual([])
    await vi.advanceTimersByTimeAsync(799)
    const content = { name: '苗佳', note: '' }
    expect(saves()).toEqual([{ form: 'operator', subject: 'new', title: '苗佳', content }])
  })

  it('saves every key within 800 ms while somebody types without a pause', async () => {
    const { typed } = await openForm()
    for (let key = 0; key < 40; key += 1) {
      typed.name += '苗'
      await vi.advanceTimersByTimeAsync(100)
      const overdue = typed.name.slice(0, Math.max(0, typed.name.length - 8))
      expect(JSON.stringify(saves().at(-1) ?? {})).toContain(overdue)
    }
    // Four seconds of typing: twice a second, not forty times.
    expect(saves().length).toBeLessThanOrEqual(8)
  })

  it('puts nothing aside when a field is emptied to be typed anew', async () => {
    const { typed } = await openForm()
    typed.name = '苗'
    await vi.advanceTimersByTimeAsync(800)
    typed.name = ''
    await vi.advanceTimersByTimeAsync(400)
    typed.name = '罗'
    await vi.advanceTimersByTimeAsync(800)
    expect(bridge.calls.map(({ method }) => method)).not.toContain('drafts.discard')
    expect(saves()).toMatchObject([{ content: { name: '苗' } }, { content: { name: '罗' } }])
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

  it('takes its words out of the corner of the screen when the form is left, also those of its last save', async () => {
    const { typed, draft, page } = await openForm()
    typed.name = '苗佳'
    await draft.save()
    expect(useShellStore().draftSavedAt).not.toBeNull()
    typed.name = '苗'
    page.unmount()
    await flushPromises()
    expect(saves()).toHaveLength(2)
    expect(useShellStore().draftSavedAt).toBeNull()
  })

  it.each(['beforeunload', 'pagehide', 'blur'])('saves at once on %s', async (name) => {
    const { typed } = await openForm()
    typed.name = '苗佳'
    window.dispatchEvent(new Event(name))
    await flushPromises()
    expect(saves()).toHaveLength(1)
  })

  it('hands over what was typed last when the page ends while an earlier save is under way', async () => {
    const { typed } = await openForm()
    bridge.answer('drafts.save', stored({}))
    typed.name = '苗'
    document.dispatchEvent(new Event('focusout'))
    typed.name = '苗佳'
    window.dispatchEvent(new Event('pagehide'))
    expect(saves()).toMatchObject([{ content: { name: '苗佳' } }])
  })

  it('saves before somebody signs out, as his own', async () => {
    const sessions = useSessionStore()
    sessions.session = {
      accountId: 'account-1',
      role: 'organisation',
      account: '139****0307',
      displayName: '南京安盾',
      organisationId: 'organisation-1',
      regionCode: null,
      offline: false,
    }
    bridge.answer('accounts.signOut', null)
    const { typed } = await openForm()
    typed.name = '苗佳'
    await sessions.signOut()
    const methods = bridge.calls.map(({ method }) => method)
    expect(methods.slice(-2)).toEqual(['drafts.save', 'accounts.signOut'])
    expect(saves()).toMatchObject([{ owner: 'account-1' }])
  })

  it('keeps two new entries begun side by side apart', async () => {
    const first = await openForm('new-1')
    const second = await openForm('new-2')
    first.typed.name = '苗佳'
    second.typed.name = '罗然华'
    await vi.advanceTimersByTimeAsync(800)
    expect(saves()).toMatchObject([
      { subject: 'new-1', content: { name: '苗佳' } },
      { subject: 'new-2', content: { name: '罗然华' } },
    ])
  })

  it('does not lose the stored draft to keys that came before it', async () => {
    bridge.answer('drafts.open', stored({ name: '苗佳', note: '三楼' }))
    const { typed } = await openForm('new', (early) => (early.name = '苗佳佳'))
    expect(typed).toEqual({ name: '苗佳佳', note: '三楼' })
    await vi.advanceTimersByTimeAsync(800)
    expect(saves()).toMatchObject([{ content: { name: '苗佳佳', note: '三楼' } }])
  })

  it('writes nothing into the form when a save returns', async () => {
    const { typed } = await openForm()
    typed.name = '苗'
    bridge.answer('drafts.save', () => {
      typed.name = '苗佳'
      return stored({ name: '苗' })
    })
    document.dispatchEvent(new Event('focusout'))
    await flushPromises()
    expect(typed.name).toBe('苗佳')
  })

  it('leaves no empty draft behind when everything was taken out again', async () => {
    const { typed } = await openForm()
    typed.name = '苗'
    await vi.advanceTimersByTimeAsync(800)
    typed.name = ''
    await vi.advanceTimersByTimeAsync(800)
    expect(bridge.calls.at(-1)).toEqual({
      method: 'drafts.discard',
      input: { form: 'operator', subject: 'new' },
    })
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
    expect(bridge.calls.at(-1)).toMatchObject({ method: 'drafts.discard', input: { submitted: true } })
  })

  it('says when a draft could not be saved, keeps what was typed and tries again by itself, also after the page was left', async () => {
    bridge.fail('drafts.save', { code: 'storage-full' })
    const { typed, draft, page } = await openForm()
    typed.name = '苗佳'
    await vi.advanceTimersByTimeAsync(800)
    expect(draft.failure.value?.code).toBe('storage-full')
    expect(typed.name).toBe('苗佳')
    page.unmount()
    await flushPromises()
    bridge.answer('drafts.save', stored({ name: '苗佳' }))
    await vi.advanceTimersByTimeAsync(6000)
    expect(draft.failure.value).toBeNull()
    expect(draft.savedAt.value).not.toBeNull()
    expect(saves().at(-1)).toMatchObject({ content: { name: '苗佳' } })
  })

  it('does not go on trying to save among the drafts of the next person', async () => {
    const { typed, page } = await openForm()
    bridge.fail('drafts.save', { code: 'not-signed-in' })
    typed.name = '苗佳'
    page.unmount()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(saves()).toHaveLength(1)
  })

  it('writes nothing over a draft that could not be read, reads it later, and keeps what was typed meanwhile', async () => {
    bridge.fail('drafts.open', { code: 'internal' })
    const { typed, draft } = await openForm()
    expect(draft.failure.value?.code).toBe('internal')
    typed.note = '加急'
    await vi.advanceTimersByTimeAsync(1000)
    expect(saves()).toEqual([])
    bridge.answer('drafts.open', stored({ name: '苗佳', note: '旧' }))
    await vi.advanceTimersByTimeAsync(6000)
    expect(typed).toEqual({ name: '苗佳', note: '加急' })
    expect(draft.failure.value).toBeNull()
    expect(saves().at(-1)).toMatchObject({ content: { name: '苗佳', note: '加急' } })
  })

  it('asks no more for a draft that could not be read once an empty form was left', async () => {
    bridge.fail('drafts.open', { code: 'internal' })
    const { page } = await openForm()
    page.unmount()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(bridge.calls.filter(({ method }) => method === 'drafts.open')).toHaveLength(1)
  })
})
