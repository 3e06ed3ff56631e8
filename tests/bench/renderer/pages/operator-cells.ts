import { h, type VNode } from 'vue'
import {
  OPERATOR_DIRECTION_LABELS,
  OPERATOR_LEVEL_LABELS,
  OPERATOR_QUALIFICATION,
} from '../../../../domain/people/levels.ts'
import type { OperatorView } from '../../../../domain/people/people-contract.ts'
import SyncTag from '../../../../renderer/shared/components/SyncTag.vue'
import PersonalNumber from '../../../../renderer/shared/people/PersonalNumber.vue'

/** What the product's grid shows, for the tables of the peers: the same columns, widths and parts in the cells. */
export interface OperatorCell {
  key: string
  title: string
  width: number
  fixed?: boolean
  cell: (row: OperatorView, index: number) => VNode | string
}

export function operatorCells(edit: (operator: OperatorView) => void): OperatorCell[] {
  const number = (field: 'idNumber' | 'mobile') => (row: OperatorView) =>
    h(PersonalNumber, {
      recordType: 'operator',
      recordId: row.id,
      field,
      masked: row[field],
      person: row.name,
    })
  const button = (word: string, row: OperatorView, danger: boolean) =>
    h(
      'button',
      {
        type: 'button',
        class: ['text-button', { danger }],
        tabindex: -1,
        'aria-label': `${word} ${row.name}`,
        onClick: () => edit(row),
      },
      word,
    )
  return [
    { key: 'place', title: '序号', width: 48, cell: (_, index) => String(index + 1) },
    { key: 'name', title: '姓名', width: 84, cell: ({ name }) => name },
    { key: 'mobile', title: '手机号码', width: 132, cell: number('mobile') },
    { key: 'sex', title: '性别', width: 48, cell: ({ sex }) => sex },
    {
      key: 'certificateNumber',
      title: '证书编号',
      width: 172,
      cell: ({ certificateNumber }) => h('span', { title: certificateNumber }, certificateNumber),
    },
    { key: 'idNumber', title: '身份证号', width: 194, cell: number('idNumber') },
    ...(innerWidth >= 1500
      ? [{ key: 'qualification', title: '职业资格', width: 128, cell: () => OPERATOR_QUALIFICATION }]
      : []),
    { key: 'level', title: '职业资格等级', width: 124, cell: ({ level }) => OPERATOR_LEVEL_LABELS[level] },
    {
      key: 'direction',
      title: '职业方向',
      width: 298,
      cell: ({ direction }) =>
        h('span', { title: OPERATOR_DIRECTION_LABELS[direction] }, OPERATOR_DIRECTION_LABELS[direction]),
    },
    {
      key: 'state',
      title: '状态',
      width: 84,
      cell: ({ syncState, id, name }) =>
        h(SyncTag, { state: syncState, record: { type: 'operator', id, name }, tabindex: -1 }),
    },
    {
      key: 'actions',
      title: '操作',
      width: 100,
      fixed: true,
      cell: (row) =>
        h('span', { class: 'peer-actions' }, [button('修改', row, false), button('删除', row, true)]),
    },
  ]
}
