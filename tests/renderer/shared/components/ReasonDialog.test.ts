import { bridge } from '../../../support/installed-bridge.ts'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Result } from '../../../../domain/contracts/failure.ts'
import ReasonDialog from '../../../../renderer/shared/components/ReasonDialog.vue'

const reason = {
  form: 'label-withdrawal' as const,
  subject: 'l1',
  title: '作废标签 NJ-1',
  label: '作废原因',
  maxLength: 200,
  missing: '请填写作废原因',
}
const send = vi.fn<(text: string) => Promise<Result<unknown>>>()

async function open(asked: typeof reason | null) {
  const dialog = mount(ReasonDialog, {
    attachTo: document.body,
    props: { modelValue: true, title: '作废标签 NJ-1', verb: '作废', danger: true, reason: asked, send },
  })
  await flushPromises()
  return dialog
}
const shown = () => document.body.textContent
const textarea = () => document.querySelector<HTMLTextAreaElement>('textarea')

async function submit(): Promise<void> {
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await flushPromises()
}

async function type(text: string): Promise<void> {
  const field = textarea()
  if (!field) throw new Error('no field for the reason')
  field.value = text
  field.dispatchEvent(new Event('input'))
  await flushPromises()
}

beforeEach(() => {
  setActivePinia(createPinia())
  document.body.innerHTML = ''
  bridge.calls.length = 0
  bridge.answer('drafts.open', null)
  bridge.answer('drafts.discard', null)
  send.mockReset().mockResolvedValue({ ok: true, value: undefined })
})
enableAutoUnmount(afterEach)

describe('the dialog that asks for a reason', () => {
  it('sends nothing for blanks and says what is missing', async () => {
    const dialog = await open(reason)
    await type('  ')
    await submit()
    expect(send).not.toHaveBeenCalled()
    expect(shown()).toContain('请填写作废原因')
    expect(dialog.emitted('sent')).toBeUndefined()
  })

  it('sends the reason without the blanks around it, closes and lets its draft go', async () => {
    const dialog = await open(reason)
    await type(' 贴错了 ')
    await submit()
    expect(send.mock.calls).toEqual([['贴错了']])
    expect(dialog.emitted('sent')).toHaveLength(1)
    expect(dialog.emitted('update:modelValue')).toEqual([[false]])
    expect(bridge.calls.filter(({ method }) => method === 'drafts.discard')).toHaveLength(1)
  })

  it('stays open with what went wrong', async () => {
    send.mockResolvedValue({ ok: false, failure: { code: 'needs-connection' } })
    const dialog = await open(reason)
    await type('贴错了')
    await submit()
    expect(shown()).toContain('这项操作需要联网')
    expect(dialog.emitted('update:modelValue')).toBeUndefined()
    expect(textarea()?.value).toBe('贴错了')
  })

  it('asks only for the confirmation where no reason is wanted', async () => {
    const dialog = await open(null)
    expect(textarea()).toBeNull()
    await submit()
    expect(send.mock.calls).toEqual([['']])
    expect(dialog.emitted('sent')).toHaveLength(1)
  })
})
