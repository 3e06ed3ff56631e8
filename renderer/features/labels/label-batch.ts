import type { LabelPlace } from '../../../domain/labels/labels-contract.ts'
import type { LabelInput } from './label-form.ts'

/** Every chosen building with every chosen system; where one of the two lists is empty it is left out on the labels. */
export function batchPlaces({
  batchBuildings,
  batchSystems,
}: Pick<LabelInput, 'batchBuildings' | 'batchSystems'>): LabelPlace[] {
  const buildings = batchBuildings.length > 0 ? batchBuildings : ['']
  const systems = batchSystems.length > 0 ? batchSystems : ['']
  return buildings.flatMap((building) => systems.map((system) => ({ building, system })))
}

/** How many labels the form would issue, each with a serial of its own. */
export function labelCount(input: LabelInput): number {
  return (input.isBatch ? batchPlaces(input).length : 1) * input.count
}
