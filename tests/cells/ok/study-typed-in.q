%%q sorts --as tea
id,group,1,2,3,4,5
Ann,x,-1,0,0,0,1
Bob,x,0,-1,0,1,0
Cem,y,1,-1,0,0,0
