/** Bytes of a script outside tapscript (MAX_SCRIPT_SIZE). */
export const MAXIMUM_SCRIPT_SIZE = 10_000
/** Bytes of an item that is pushed (MAX_SCRIPT_ELEMENT_SIZE). */
export const MAXIMUM_ITEM_SIZE = 520
/** Items on both stacks together (MAX_STACK_SIZE). */
export const MAXIMUM_STACK_SIZE = 1000
/** Opcodes beyond the pushes in a script outside tapscript, keys of CHECKMULTISIG included (MAX_OPS_PER_SCRIPT). */
export const MAXIMUM_OPERATIONS = 201
/** Keys of one CHECKMULTISIG (MAX_PUBKEYS_PER_MULTISIG). */
export const MAXIMUM_MULTISIG_KEYS = 20
