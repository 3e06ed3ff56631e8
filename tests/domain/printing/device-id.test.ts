import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDeviceId } from '../../../domain/printing/device-id.ts'

describe('parseDeviceId', () => {
  it('reads short and long spellings alike', () => {
    const expected = {
      manufacturer: 'TSC',
      model: 'TTP-244 Pro',
      commandSets: ['TSPL2', 'EPL'],
      serialNumber: 'A1',
      description: '',
    }
    expect(parseDeviceId('MFG:TSC;CMD:TSPL2, EPL;MDL:TTP-244 Pro ;SN:A1;')).toEqual(expected)
    expect(parseDeviceId(' manufacturer: TSC;Command Set:TSPL2,EPL;MODEL:TTP-244 Pro;SERN:A1\0\0')).toEqual(
      expected,
    )
  })

  it('reads blank values as absent', () => {
    expect(parseDeviceId('MFG: ;CMD: ;MODEL:Y428BT;')).toMatchObject({
      manufacturer: '',
      commandSets: [],
      model: 'Y428BT',
    })
  })

  it('reads anything without failing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseDeviceId(text).commandSets).toBeInstanceOf(Array)
      }),
    )
    expect(parseDeviceId('__proto__:x;constructor:y;')).toMatchObject({ manufacturer: '', model: '' })
  })
})
