import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DraftForm } from '../../domain/drafts/draft.ts'

/** Anything to fill in, be it a control of a library or our own. */
const CONTROL =
  /<(ElInput|ElInputNumber|ElSelect|ElDatePicker|ElCascader|ElCheckbox|ElCheckboxGroup|ElRadioGroup|ElSwitch|FormField|SelectField|RegionField|DayField|FileSlot|textarea|input|select)\b/
const KEEPS_A_DRAFT = /\buseDraft\(|<ReasonField\b/

/** Pieces of forms, and the form that keeps what is filled in there. */
const PARTS: Record<string, string> = {
  'renderer/features/organisation/MaterialsFields.vue': 'renderer/features/organisation/MaterialsForm.vue',
  'renderer/shared/components/ImportChoosePane.vue': 'renderer/shared/components/ImportWizard.vue',
  'renderer/shared/components/ImportColumnsPane.vue': 'renderer/shared/components/ImportWizard.vue',
  'renderer/shared/components/ImportDuplicatesPane.vue': 'renderer/shared/components/ImportWizard.vue',
  'renderer/features/label-templates/ElementForm.vue':
    'renderer/features/label-templates/TemplateDesigner.vue',
  'renderer/features/label-templates/PaperForm.vue': 'renderer/features/label-templates/TemplateDesigner.vue',
  'renderer/features/label-templates/DesignToolbar.vue':
    'renderer/features/label-templates/TemplateDesigner.vue',
  'renderer/features/labels/LabelChoiceFields.vue': 'renderer/features/labels/LabelPrintForm.vue',
  'renderer/features/labels/PrinterFields.vue': 'renderer/features/labels/LabelPrintForm.vue',
  'renderer/features/practice/StaffFields.vue': 'renderer/features/practice/ProjectForm.vue',
  'renderer/features/penalties/OrganisationField.vue': 'renderer/features/penalties/PenaltyFormPage.vue',
  'renderer/features/penalties/DecisionDocument.vue': 'renderer/features/penalties/PenaltyFormPage.vue',
  'renderer/features/practice/NamedItems.vue': 'renderer/features/practice/ProjectForm.vue',
}
/** What fills in nothing of its own: it is told by a v-model what to show. */
const CONTROLS = /^renderer\/shared\/components\/(Day|Select|Region|Form)Field\.vue$|\/FileSlot\.vue$/

/** What keeps no draft, and why it needs none. */
const NO_DRAFT: Record<string, string> = {
  'renderer/features/label-templates/MillimetreField.vue': 'one number of a design that is kept as a whole',
  'renderer/features/label-templates/TemplateListPage.vue': 'a file, which becomes a template at once',
  'renderer/features/printing/BrowserPrintingPage.vue': 'takes effect with the click',
  'renderer/features/self-entry/RevisionTimeline.vue': 'which two of the kept revisions are compared',
  'renderer/shared/documents/PhotosToPdfDialog.vue': 'photos that stay on the disk where they were chosen',
  'renderer/shared/pictures/PictureEditDialog.vue':
    'a picture that stays as it was until it is turned or cut',
  'renderer/shared/face-capture/ConsentPanel.vue': 'a consent, which is given anew each time',
  'renderer/shared/face-capture/ReadyPanel.vue': 'which camera and microphone, chosen on the spot',
  'renderer/features/accounts/SignInPage.vue': 'a password or a code, which are never kept',
  'renderer/features/accounts/ResetPasswordPage.vue': 'a password and a code, which are never kept',
  'renderer/features/accounts/PasswordPage.vue': 'passwords and a code, which are never kept',
  'renderer/features/accounts/MobilePage.vue': 'codes, which are never kept, and the number they went to',
  'renderer/features/accounts/RecoverMobilePage.vue':
    'nobody is signed in whose draft it could be, and codes are never kept',
  'renderer/features/accounts/LookLogPage.vue': 'a search',
  'renderer/features/accounts/SmsCodeFields.vue': 'a code, which is never kept',
  'renderer/features/accounts/PasswordFields.vue': 'a password, which is never kept',
  'renderer/features/storage/UnsentExportDialog.vue': 'a password, which is never kept',
  'renderer/features/storage/UnsentImportDialog.vue': 'a password, which is never kept',
  'renderer/features/storage/TroublePage.vue': 'a choice, made while no draft could be kept',
  'renderer/features/printing/AddNetworkPrinterDialog.vue': 'an address that is tried out on the spot',
  'renderer/features/settings/SettingsPage.vue': 'takes effect with the click',
  'renderer/features/settings/ProxySection.vue':
    'an address that is tried out on the spot, and a password, which is never kept',
  'renderer/features/storage/ClearDataDialog.vue': 'a password and a word that says yes, never kept',
  'renderer/shared/lists/ListViews.vue': 'takes effect with the click',
  'renderer/shared/lists/ListViewsDialog.vue': 'one name of a few characters',
  'renderer/features/self-entry/SelfEntryLetterPage.vue': 'a file, which is kept once it is chosen',
  'renderer/features/sync/ConflictField.vue': 'choices between two texts that are both on the disk',
  'renderer/features/sync/UploadLimitField.vue': 'takes effect with the click',
  'renderer/features/printing/PrinterSettingsDialog.vue': 'settings of a device, read from it anew',
  'renderer/features/printing/NumberField.vue': 'settings of a device, read from it anew',
  'renderer/shared/people/PositionDialog.vue': 'one choice and no text',
  'renderer/features/labels/ReprintDialog.vue': 'two choices and no text',
  'renderer/features/labels/SaveLabelDialog.vue': 'one choice and no text',
  'renderer/features/labels/LabelCheckPage.vue': 'a search',
  'renderer/features/workstations/RenameDialog.vue': 'one name, which stands there already',
  'renderer/features/labels/LabelListPage.vue': 'a search',
  'renderer/features/practice/ProjectListPage.vue': 'a search',
  'renderer/features/disclosure/DisclosureSearchPage.vue': 'a search',
  'renderer/features/drafts/DraftListPage.vue': 'a search',
  'renderer/shared/people/OperatorsPanel.vue': 'a search',
  'renderer/shared/components/CommandBox.vue': 'a search',
  'renderer/shared/components/ImportCell.vue': 'tells each key to ImportWizard, which keeps it',
  'renderer/shared/people/DirectionDialog.vue': 'one choice and no text',
  'renderer/shared/components/ExportDialog.vue': 'a password, which is never kept',
  'renderer/shared/components/SearchField.vue': 'a search',
  'renderer/phone-verification/PhotoPanel.vue': 'one photo, which goes off at once',
  'renderer/shared/components/GridColumnsDialog.vue': 'takes effect with the click',
}

const source = (path: string) => readFileSync(path, 'utf8')
/** The gallery's stories are nobody's forms. */
const files = globSync('renderer/**/*.vue', { exclude: ['renderer/gallery/**'] }).sort()
const withControls = files.filter((path) => CONTROL.test(source(path)))

describe('every form of the product', () => {
  it('keeps a draft, or says why it needs none', () => {
    const without = withControls.filter(
      (path) =>
        !KEEPS_A_DRAFT.test(source(path)) &&
        !CONTROLS.test(path) &&
        NO_DRAFT[path] === undefined &&
        PARTS[path] === undefined,
    )
    expect(without, 'use useDraft or ReasonField in these').toEqual([])
  })

  it('keeps what is filled in in its parts', () => {
    for (const [part, form] of Object.entries(PARTS)) {
      expect(source(form), part).toContain(`/${basename(part)}'`)
      expect(source(form), form).toMatch(/\buseDraft\(/)
    }
  })

  it('shows that a draft was found and that one could not be saved', () => {
    const silent = files.filter((path) => {
      const text = source(path)
      return /\buseDraft\(/.test(text) && !/<DraftNotice\b/.test(text)
    })
    expect(silent).toEqual([])
  })

  it('has a name in the list of forms, and every name a form', () => {
    const named = files.flatMap((path) =>
      [...source(path).matchAll(/(?:\bform: '|\bform=")([a-z-]+)/g)].map(([, form]) => form),
    )
    expect(new Set(named.filter((form) => DraftForm.safeParse(form).success))).toEqual(
      new Set(DraftForm.options),
    )
  })

  it('never hands a password or a code to its draft', () => {
    for (const path of files.filter((path) => KEEPS_A_DRAFT.test(source(path)))) {
      expect(source(path), path).not.toMatch(/content: \(\) => \(\{[^}]*(secret|password|smsCode)/i)
    }
  })
})
