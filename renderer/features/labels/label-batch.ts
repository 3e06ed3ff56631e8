import type { LabelPlace } from '../../../domain/labels/labels-contract.ts'

/** What of the form says how many labels there are. */
interface BatchChoice {
  isBatch: boolean
  batchBuildings: readonly string[]
  batchSystems: readonly string[]
  /** Labels of each place. */
  count: number
}

/** Every chosen building with every chosen system; where one of the two lists is empty it is left out on the labels. */
export function batchPlaces({
  batchBuildings,
  batchSystems,
}: Pick<BatchChoice, 'batchBuildings' | 'batchSystems'>): LabelPlace[] {
  const buildings = batchBuildings.length > 0 ? batchBuildings : ['']
  const systems = batchSystems.length > 0 ? batchSystems : ['']
  return buildings.flatMap((building) => systems.map((system) => ({ building, system })))
}

/** How many labels the form would issue, each with a serial of its own. */
export function labelCount(input: BatchChoice): number {
  return (input.isBatch ? batchPlaces(input).length : 1) * input.count
}
