import type { RoleDetail } from '../../core/contract/roles.ts'
import { inLang, useWords } from './words.ts'

/** What a role is called: by the product's word for its own, else as the office named it. */
export function useRoleName(): (role: Pick<RoleDetail, 'key' | 'nameTh' | 'nameEn'>) => string {
  const { find, lang } = useWords()
  return (role) => find(`settings.role.${role.key}`) ?? inLang(lang, role.nameTh, role.nameEn)
}
