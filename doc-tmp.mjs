import ts from 'typescript'
import {readdirSync} from 'node:fs'
const files=[]
const walk=d=>{for(const e of readdirSync(d,{withFileTypes:true})){const p=d+'/'+e.name; if(e.isDirectory()){ if(e.name!=='vectors')walk(p)} else if(p.endsWith('.ts')&&!p.endsWith('messages.ts'))files.push(p)}}
walk('src');walk('protocols')
let n=0
for(const f of files){const s=ts.createSourceFile(f,ts.sys.readFile(f),99,true)
 const has=nd=>ts.getJSDocCommentsAndTags(nd).length>0
 const line=nd=>s.getLineAndCharacterOfPosition(nd.getStart()).line+1
 const out=(nd,k)=>{n++;console.log(`${f}:${line(nd)} ${k} ${s.text.slice(nd.getStart(),nd.getStart()+110).split('\n')[0]}`)}
 for(const st of s.statements){
  const ex=st.modifiers?.some(m=>m.kind===ts.SyntaxKind.ExportKeyword)
  if(!ex)continue
  if(!has(st))out(st,'export')
  if(ts.isClassDeclaration(st)){
   const impl=new Set()
   for(const h of st.heritageClauses??[])for(const t of h.types)impl.add(t.expression.getText())
   for(const m of st.members){
    if(m.modifiers?.some(x=>x.kind===ts.SyntaxKind.PrivateKeyword))continue
    if(m.name&&ts.isPrivateIdentifier(m.name))continue
    if(ts.isConstructorDeclaration(m))continue
    if(ts.isMethodDeclaration(m)||ts.isGetAccessor(m))if(!has(m))out(m,'method['+[...impl].join(',')+']')
   }}
 }}
console.log(n)
