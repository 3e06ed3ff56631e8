import { h } from 'vue'
import OperatorsGrid from '../../../../renderer/shared/people/OperatorsGrid.vue'
import { mountPage } from './mount-page.ts'

mountPage(({ operators, selected, toggle, edit }) =>
  h(OperatorsGrid, { operators, selected, onToggle: toggle, onEdit: edit, onRemove: edit }),
)
