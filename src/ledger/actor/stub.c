#include "ledger/actor/actor.h"
static bool can_act(const sayso_entity *e) { return e->type==SAYSO_TYPE_PERSON||e->type==SAYSO_TYPE_ORGANIZATION||e->type==SAYSO_TYPE_COUNTRY||e->type==SAYSO_TYPE_OUTLET||e->type==SAYSO_TYPE_UNKNOWN; }
Status actors_place(Db *db, const Told *told, const ActorScene *scene, Arena *scratch, int64_t *forms, Error *error)
{
    (void)scene; Status status=SAYSO_OK;
    for (uint32_t i=0;i<told->entity_count&&!status;i++){ forms[i]=0; const sayso_entity*e=&told->entities[i]; Text key; if(!can_act(e))continue;
        name_key(e->name,scratch,&key);
        Query*q=db_query(db,"SELECT id FROM form WHERE key=?1 AND type=?2",error); bind_text(q,1,key); bind_int(q,2,e->type);
        if(query_next(q,&status,error)){forms[i]=column_int(q,0);query_end(q);continue;}
        q=db_query(db,"INSERT INTO form(key,type,block,name,country,gender,actor,inferred,articles) VALUES(?1,?2,?1,?3,?4,0,0,0,1)",error);
        bind_text(q,1,key);bind_int(q,2,e->type);bind_text(q,3,e->name);bind_text(q,4,e->country); status=query_run(q,error); forms[i]=db_last_id(db);
        q=db_query(db,"UPDATE form SET actor=id WHERE id=?1",error);bind_int(q,1,forms[i]);status=query_run(q,error);
        q=db_query(db,"INSERT INTO actor(id,type,name,country,gender) SELECT id,type,name,country,0 FROM form WHERE id=?1",error);bind_int(q,1,forms[i]);status=query_run(q,error);
    } return status;
}
Status actors_leave(Db *db, int64_t a, Arena *s, Error *e){(void)db;(void)a;(void)s;(void)e;return SAYSO_OK;}
Status actors_find(Db *db,const char*n,uint32_t l,Arena*a,Actors*o,Error*e){(void)db;(void)n;(void)l;(void)a;(void)o;return fail(e,SAYSO_ERROR_ARGUMENT,NO_OFFSET,"stub");}
Status actors_decided(Db *db,int64_t d,Arena*s,Error*e){(void)db;(void)d;(void)s;(void)e;return SAYSO_OK;}
Status actors_prove(Db*db,FaultSink*s,Error*e){(void)db;(void)s;(void)e;return SAYSO_OK;}
Status ledger_forms(Ledger*l,int64_t a,Arena*ar,Form**o,uint32_t*c,Error*e){(void)l;(void)a;(void)ar;(void)e;*o=NULL;*c=0;return SAYSO_OK;}
