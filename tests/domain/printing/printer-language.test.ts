import { describe, expect, it } from 'vitest'
import { parseDeviceId } from '../../../domain/printing/device-id.ts'
import { detectDpi, detectLanguage, mayBeAsked } from '../../../domain/printing/printer-language.ts'

describe('detectLanguage', () => {
  it.each([
    ['MANUFACTURER:Zebra Technologies ;COMMAND SET:ZPL;MODEL:ZTC ZD621-203dpi ZPL;', 'zpl'],
    ['MFG:Printer;MDL:Thermal Printer;CMD:XPP,XL;', 'tspl'],
    ['MFG:MARKLIFE ;CMD:XPP,XL;MDL:X4;CLS:PRINTER;DES:LABEL PRINTER;', 'tspl'],
    ['MFG: ;CMD:XPP,XL;MDL:PM-241-BT;', 'tspl'],
    ['MFG:VEVOR ;CMD: ;MODEL:Y428BT;DES:LabelPrinter;', 'tspl'],
    ['MFG:4BARCODE;CMD:CEZD;MDL:4B-2054A;', 'zpl'],
    ['MFG:HP ;CMD:Bixolon_01;MODEL:KE103;', 'zpl'],
    ['MFG:TSC;CMD:TSPL2;MDL:TTP-244 Pro;', 'tspl'],
    ['MFG:Gprinter;MDL:GP-3120TU;', 'tspl'],
    // Dual-mode label printers list both; the label language is the one wanted.
    ['MFG:Xprinter;CMD:ESC/POS,TSPL;MDL:XP-420B;', 'tspl'],
    ['MANUFACTURER:Zebra Technologies;COMMAND SET:EPL;MODEL:LP2844;', 'epl'],
    ['MANUFACTURER:HPRT;COMMAND SET:CPCL;MODEL:HM-A300E;', 'cpcl'],
    ['MFG:EPSON;CMD:ESC/POS;MDL:TM-T88;', 'esc-pos'],
    ['MFG:HP;CMD:PJL,PCL,POSTSCRIPT;MDL:LaserJet 400;', null],
    ['MFG:GODEX;CMD:EZPL;MDL:G500;', null],
    ['MFG:EPSON;MDL:L3150;', null],
    ['', null],
  ])('takes %j for %s', (id, language) => {
    expect(detectLanguage(parseDeviceId(id))).toBe(language)
  })
})

describe('mayBeAsked', () => {
  it.each([
    ['', true],
    ['MFG:NoName;MDL:Label Printer;CLS:PRINTER;', true],
    ['MFG:GODEX;CMD:EZPL;MDL:G500;', true],
    ['MANUFACTURER:HPRT;COMMAND SET:CPCL;MODEL:HM-A300E;', true],
    ['MFG:HP;CMD:PJL,PCL,POSTSCRIPT;MDL:LaserJet 400;', false],
    ['MFG:EPSON;CMD:ESCPL2,BDC,D4;MDL:L3150 Series;', false],
    ['MFG:Canon;CMD:BJL,BJRaster3;MDL:G3000;', false],
  ])('of %j is %s', (id, asked) => {
    expect(mayBeAsked(parseDeviceId(id))).toBe(asked)
  })
})

describe('detectDpi', () => {
  it.each([
    ['COMMAND SET:ZPL;MODEL:ZTC ZD621-203dpi ZPL;', 203],
    ['COMMAND SET:ZPL;MODEL:ZTC ZD621-300dpi ZPL;', 300],
    ['CMD:ZPL;MDL:ZTC ZT610-600dpi ZPL;', null],
    ['MFG:TSC;CMD:TSPL2;MDL:TTP-300 Pro;', null],
  ])('reads %j as %s', (id, dpi) => {
    expect(detectDpi(parseDeviceId(id))).toBe(dpi)
  })
})
