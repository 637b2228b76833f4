#include "export/jer_writer.hpp"
#include "schema/walker.hpp"
#include "schema_ids.hpp"
#include <lihi/framer.hpp>
#include <cstdio>
#include <vector>
using namespace lihi;
struct vis : jer_writer { using jer_writer::jer_writer; schema::walk_state* w=nullptr;
 void unknown(const schema::place&, ber::tag, bytes){fprintf(stderr,"unknown %s\n",w->path().c_str());} void note(code c,const std::uint8_t*){fprintf(stderr,"note %s %s\n",std::string(name(c)).c_str(),w->path().c_str());} void fault(const error&e){fprintf(stderr,"error %s %s\n",std::string(name(e.code)).c_str(),w->path().c_str());} };
int main(int argc,char**argv){
 FILE*f=fopen(argv[1],"rb"); std::vector<unsigned char> b(1<<26); b.resize(fread(b.data(),1,b.size(),f));
 framer fr; arena a; limits l; text_buffer out; vis v(out); schema::walker<vis> w(v,a,l); v.w=&w;
 size_t step=argc>2?atoi(argv[2]):b.size();
 for(size_t i=0;i<b.size();i+=step){ fr.feed(bytes(b).subspan(i,std::min(step,b.size()-i))); if(i+step>=b.size()) fr.finish(); while(auto x=fr.next()){ 
   out.clear(); a.reset(); error e=w.walk(x->octets,x->offset,schema::type::PS_PDU); v.finish(); printf("{\"offset\":%zu,\"length\":%zu,\"pdu\":%.*s%s}\n",(size_t)x->offset,x->octets.size(),(int)out.size(),out.view().data(), e||x->fault!=code::none?",\"error\":1":""); } }
}
