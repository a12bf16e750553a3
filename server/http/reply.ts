/** A reply that is JSON already (from a reader thread), in UTF-8, and goes out as it is. */
export class JsonReply {
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** What it says, for who asked in the server itself. */
  parsed(): unknown {
    return JSON.parse(Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength).toString())
  }
}

/** A reply that is a file: streamed from disk, downloaded under the given name, removed afterwards if it was made for this. */
export class FileReply {
  readonly path: string
  readonly name: string
  readonly type: string
  readonly removeAfter: boolean
  /** How much of what it should hold could not be put in; a header tells the window. */
  readonly leftOut: number

  constructor(path: string, name: string, type: string, removeAfter = false, leftOut = 0) {
    this.path = path
    this.name = name
    this.type = type
    this.removeAfter = removeAfter
    this.leftOut = leftOut
  }
}
