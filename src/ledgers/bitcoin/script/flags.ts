/** A rule that can be switched on: SCRIPT_VERIFY_ and this name in Bitcoin Core (interpreter.h). */
export type ScriptFlag =
  /** BIP 16: an output that names a script hash is spent by that script. */
  | 'P2SH'
  /** Public keys and signatures of ECDSA are encoded as defined, the hash type is a known one. */
  | 'STRICTENC'
  /** BIP 66: signatures of ECDSA are strict DER. */
  | 'DERSIG'
  /** BIP 62 rule 5: S is at most half the order. */
  | 'LOW_S'
  /** BIP 147: the extra item that CHECKMULTISIG takes is empty. */
  | 'NULLDUMMY'
  /** BIP 62 rule 2: scriptSig only pushes. */
  | 'SIGPUSHONLY'
  /** BIP 62 rules 3 and 4: pushes and numbers take the shortest form. */
  | 'MINIMALDATA'
  /** NOP1 and NOP4 to NOP10, which later forks may give a meaning, fail. */
  | 'DISCOURAGE_UPGRADABLE_NOPS'
  /** BIP 62 rule 6: one item is left. It is defined only together with P2SH and WITNESS. */
  | 'CLEANSTACK'
  /** BIP 65. */
  | 'CHECKLOCKTIMEVERIFY'
  /** BIP 112. */
  | 'CHECKSEQUENCEVERIFY'
  /** BIP 141 and 143. It is defined only together with P2SH. */
  | 'WITNESS'
  /** Witness programs of versions and lengths without a meaning fail; pay to anchor has one. */
  | 'DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM'
  /** In SegWit v0 scripts the argument of IF and NOTIF is empty or the byte 01. */
  | 'MINIMALIF'
  /** BIP 146: a signature that fails is empty. */
  | 'NULLFAIL'
  /** Keys in SegWit v0 scripts are compressed. */
  | 'WITNESS_PUBKEYTYPE'
  /** Legacy scripts hold no CODESEPARATOR and no copy of their signature. */
  | 'CONST_SCRIPTCODE'
  /** BIP 341 and 342. It is defined only together with WITNESS. */
  | 'TAPROOT'
  /** Leaf versions without a meaning fail. */
  | 'DISCOURAGE_UPGRADABLE_TAPROOT_VERSION'
  /** OP_SUCCESSx fail instead of succeeding. */
  | 'DISCOURAGE_OP_SUCCESS'
  /** Keys of types without a meaning fail in tapscript. */
  | 'DISCOURAGE_UPGRADABLE_PUBKEYTYPE'

/** The rules in force. */
export type ScriptFlags = ReadonlySet<ScriptFlag>

/** What every block must obey once all known forks are active, as on a fresh regtest chain of today. */
export const CONSENSUS_FLAGS: ScriptFlags = new Set<ScriptFlag>([
  'P2SH',
  'DERSIG',
  'NULLDUMMY',
  'CHECKLOCKTIMEVERIFY',
  'CHECKSEQUENCEVERIFY',
  'WITNESS',
  'TAPROOT'
])

/** What a relaying node asks of an unconfirmed transaction: STANDARD_SCRIPT_VERIFY_FLAGS (policy.h). */
export const STANDARD_FLAGS: ScriptFlags = new Set<ScriptFlag>([
  ...CONSENSUS_FLAGS,
  'STRICTENC',
  'LOW_S',
  'MINIMALDATA',
  'DISCOURAGE_UPGRADABLE_NOPS',
  'CLEANSTACK',
  'DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM',
  'MINIMALIF',
  'NULLFAIL',
  'WITNESS_PUBKEYTYPE',
  'CONST_SCRIPTCODE',
  'DISCOURAGE_UPGRADABLE_TAPROOT_VERSION',
  'DISCOURAGE_OP_SUCCESS',
  'DISCOURAGE_UPGRADABLE_PUBKEYTYPE'
])
