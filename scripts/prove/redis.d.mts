export declare const whyNoRedis: string | null

export interface RedisServer {
  readonly address: string
  readonly port: number
  /** Ends it without a word, as `kill -9`. */
  kill(): Promise<void>
  /** Begins it again on what it has written. */
  start(): Promise<void>
  end(): Promise<void>
}

export declare function startRedis(options?: readonly string[]): Promise<RedisServer>
