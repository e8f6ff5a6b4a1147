import { CodedError } from '../../base/coded-error.ts'

/** Why the wallet's seed cannot be had. */
export type VaultCode =
  | 'WRONG_PASSPHRASE'
  | 'VAULT_MISSING'
  | 'VAULT_DAMAGED'
  | 'VAULT_EXISTS'
  | 'VAULT_TOO_NEW'
  | 'VAULT_UNREADABLE'
  | 'VAULT_CLOSED'
  | 'MNEMONIC_INVALID'
  | 'BACKUP_DAMAGED'
  | 'BACKUP_TOO_NEW'

/** Trouble with the vault. Never holds the seed, the mnemonic or a passphrase. */
export class VaultError extends CodedError<VaultCode> {}
