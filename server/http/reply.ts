/** A reply that is JSON text already (from a reader thread) and goes out as it is. */
export class JsonText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** A reply that is a file: streamed from disk, downloaded under the given name, removed afterwards if it was made for this. */
export class FileReply {
  readonly path: string
  readonly name: string
  readonly type: string
  readonly removeAfter: boolean

  constructor(path: string, name: string, type: string, removeAfter = false) {
    this.path = path
    this.name = name
    this.type = type
    this.removeAfter = removeAfter
  }
}
