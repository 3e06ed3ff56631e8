import type { PictureExamination, PictureSubject } from '../../../domain/pictures/picture-checks.ts'

/** A part of the picture after turning, as shares of its width and height (0–1). */
export interface CropShare {
  left: number
  top: number
  width: number
  height: number
}

export interface PictureEdit {
  /** Clockwise, after EXIF has been obeyed. */
  quarterTurns: number
  crop: CropShare | null
}

export interface PictureSize {
  width: number
  height: number
}

/** What the picture worker does; the input of each task beside its output. */
export interface PictureTasks {
  /** Size as it is shown, and what the checks find. */
  examine: {
    input: { file: Blob; subject: PictureSubject }
    output: PictureExamination & PictureSize
  }
  /** A JPEG of the edited picture, its longer edge at most `edgeMax`, at most `bytesMax` long. */
  fit: {
    input: { file: Blob; edit: PictureEdit; edgeMax: number; bytesMax: number }
    output: { jpeg: Blob } & PictureSize
  }
  /** One page of a document: upright, lines of text level, light enough for `bytesMax`. */
  page: {
    input: { file: Blob; quarterTurns: number; edgeMax: number; bytesMax: number }
    output: { jpeg: Blob; levelledDegrees: number } & PictureSize
  }
}
export type PictureTaskName = keyof PictureTasks

export interface PictureRequest<Name extends PictureTaskName = PictureTaskName> {
  id: number
  name: Name
  input: PictureTasks[Name]['input']
}

/** `output` null: the file could not be opened as a picture. */
export interface PictureReply {
  id: number
  output: PictureTasks[PictureTaskName]['output'] | null
}
