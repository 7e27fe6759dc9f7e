%%q sorts --grid free
id,1,2,3,4,5
Ann,-1,0,0,0,1
Bob,0,0,0,0,0
