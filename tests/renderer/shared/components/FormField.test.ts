import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { h } from 'vue'
import FormField from '../../../../renderer/shared/components/FormField.vue'

const text = (properties: Record<string, unknown>) =>
  mount(FormField, {
    props: { label: '机构名称', id: 'name', ...properties },
    slots: { default: ({ id }: { id: string }) => h('input', { id }) },
    attachTo: document.body,
  })

describe('FormField', () => {
  it('names the input by the label alone, without the asterisk', () => {
    const field = text({})
    expect(field.get('label').text()).toBe('机构名称')
    expect(field.get('label').attributes('for')).toBe('name')
    expect(field.get('input').attributes('aria-required')).toBe('true')
  })

  it('marks the input invalid and describes it by hint and message', async () => {
    const field = text({ hint: '与营业执照一致' })
    expect(field.get('input').attributes('aria-invalid')).toBeUndefined()
    await field.setProps({ error: '请填写机构名称' })
    const input = field.get('input')
    expect(input.attributes('aria-invalid')).toBe('true')
    const described = input.attributes('aria-describedby')?.split(' ') ?? []
    expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual([
      '与营业执照一致',
      '错误：请填写机构名称',
    ])
  })

  it('takes the marks away when the message is gone', async () => {
    const field = text({ error: '请填写机构名称' })
    await field.setProps({ error: undefined })
    expect(field.get('input').attributes('aria-invalid')).toBeUndefined()
    expect(field.get('input').attributes('aria-describedby')).toBeUndefined()
  })

  it('gives its id to a control that takes none itself', () => {
    const field = mount(FormField, {
      props: { label: '区域', id: 'region' },
      slots: { default: () => h('div', [h('input')]) },
    })
    expect(field.get('input').attributes('id')).toBe('region')
  })

  it('is a named group where it holds several inputs', () => {
    const field = text({ group: true })
    expect(field.attributes('role')).toBe('group')
    expect(field.find(`#${field.attributes('aria-labelledby') ?? ''}`).text()).toBe('机构名称')
  })
})
