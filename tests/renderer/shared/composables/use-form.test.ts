import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, reactive } from 'vue'
import type { Failure, Result } from '../../../../domain/contracts/failure.ts'
import FormField from '../../../../renderer/shared/components/FormField.vue'
import { useForm, useFormContext, type Form } from '../../../../renderer/shared/composables/use-form.ts'

type Field = 'name' | 'mobile'

function mountForm() {
  const typed = reactive({ name: '', mobile: '' })
  let form: Form<Field> | undefined
  const page = mount(
    defineComponent(() => {
      form = useForm<Field>({
        name: 'test',
        fields: ['name', 'mobile'],
        messages: () => ({
          ...(typed.mobile === '' ? { mobile: '请填写手机号码' } : {}),
          ...(typed.name === '' ? { name: '请填写机构名称' } : {}),
        }),
      })
      const field = (path: Field) =>
        h(FormField, { path, label: path }, { default: ({ id }: { id: string }) => h('input', { id }) })
      return () => h('form', [field('name'), field('mobile')])
    }),
    { attachTo: document.body },
  )
  return { page, typed, form: form! }
}

const refuse = (failure: Failure) => vi.fn(() => Promise.resolve<Result<string>>({ ok: false, failure }))

beforeEach(() => {
  document.body.innerHTML = ''
  document.title = '帐号注册'
})

describe('useForm', () => {
  it('says nothing while the user is typing for the first time', async () => {
    const { page } = mountForm()
    await page.get('#test-name').trigger('focusout')
    expect(page.text()).not.toContain('请填写')
  })

  it('sends nothing while something is wrong, and lists it in the order of the page', async () => {
    const { form, page } = mountForm()
    const send = refuse({ code: 'internal' })
    await form.submit(send)
    expect(send).not.toHaveBeenCalled()
    expect(form.summary.value).toEqual([
      { id: 'test-name', text: '请填写机构名称' },
      { id: 'test-mobile', text: '请填写手机号码' },
    ])
    expect(form.attempts.value).toBe(1)
    expect(document.title).toBe('有 2 处需要修改 – 帐号注册')
    await flushPromises()
    expect(page.get('#test-name').attributes('aria-invalid')).toBe('true')
  })

  it('withdraws a message when the mended field is left', async () => {
    const { form, page, typed } = mountForm()
    await form.submit(refuse({ code: 'internal' }))
    typed.name = '南京安盾'
    await page.get('#test-name').trigger('focusout')
    expect(form.summary.value.map(({ id }) => id)).toEqual(['test-mobile'])
  })

  it('shows what the server says of a field at that field until it is changed', async () => {
    const { form, page, typed } = mountForm()
    Object.assign(typed, { name: '南京安盾', mobile: '13800000000' })
    await form.submit(
      refuse({ code: 'invalid-input', fields: [{ path: 'mobile', message: '该手机号码已注册' }] }),
    )
    await page.get('#test-mobile').trigger('focusout')
    expect(form.summary.value).toEqual([{ id: 'test-mobile', text: '该手机号码已注册' }])
    await page.get('#test-mobile').trigger('input')
    await page.get('#test-mobile').trigger('focusout')
    expect(form.summary.value).toEqual([])
  })

  it('keeps a failure that belongs to no field for the notice', async () => {
    const { form, typed } = mountForm()
    Object.assign(typed, { name: '南京安盾', mobile: '13800000000' })
    expect(await form.submit(refuse({ code: 'server-unreachable' }))).toBeNull()
    expect(form.failure.value?.code).toBe('server-unreachable')
    expect(form.busy.value).toBe(false)
  })

  it('sends once while a submission is under way', async () => {
    const { form, typed } = mountForm()
    Object.assign(typed, { name: '南京安盾', mobile: '13800000000' })
    const send = vi.fn(() => Promise.resolve<Result<string>>({ ok: true, value: 'done' }))
    const outcomes = await Promise.all([form.submit(send), form.submit(send)])
    expect(send).toHaveBeenCalledOnce()
    expect(outcomes).toEqual(['done', null])
  })

  it('lets messages wait for the click that is under way', async () => {
    vi.useFakeTimers()
    const { form, page, typed } = mountForm()
    await form.submit(refuse({ code: 'internal' }))
    typed.name = '南京安盾'
    window.dispatchEvent(new Event('pointerdown'))
    await page.get('#test-name').trigger('focusout')
    expect(form.summary.value).toHaveLength(2)
    window.dispatchEvent(new Event('pointerup'))
    vi.runAllTimers()
    expect(form.summary.value).toHaveLength(1)
    vi.useRealTimers()
  })

  it('waits for a file that is still being read instead of going without it', async () => {
    const Slot = defineComponent(() => {
      const form = useFormContext()
      form?.setReading('name', true)
      return () => h('button', { onClick: () => form?.setReading('name', false) })
    })
    let form: Form<Field> | undefined
    const page = mount(
      defineComponent(() => {
        form = useForm<Field>({ name: 'test', fields: ['name', 'mobile'], messages: () => ({}) })
        return () => h(Slot)
      }),
    )
    const send = vi.fn(() => Promise.resolve<Result<string>>({ ok: true, value: 'sent' }))
    expect(await form?.submit(send)).toBeNull()
    expect(form?.summary.value[0]?.text).toContain('还在处理')
    expect(send).not.toHaveBeenCalled()
    await page.find('button').trigger('click')
    expect(await form?.submit(send)).toBe('sent')
  })
})
