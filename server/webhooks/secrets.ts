import { createHmac } from 'node:crypto'

/** The secret as the receiving program is given it. */
export const toldSecret = (secret: Buffer): string => `whsec_${secret.toString('base64')}`

/** The headers of a signed message, as Standard Webhooks have them (https://www.standardwebhooks.com). */
export function signedHeaders(secret: Buffer, id: string, now: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'user-agent': 'Samphan',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}

/** What a webhook's secret is sealed for. */
export const boxOf = (webhookId: string): string => `webhook ${webhookId}`
