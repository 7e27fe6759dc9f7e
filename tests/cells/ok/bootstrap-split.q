%%q sorts
id,1,2,3,4,5,6,7,8,9
Ann,-2,-1,-1,0,0,0,1,1,2
Bob,-2,-1,0,-1,0,0,1,2,1
Cem,2,1,1,0,0,0,-1,-2,-1
Dia,1,2,1,0,0,0,-1,-1,-2
---
%q solve -k 1
%q split F1
---
%q bootstrap --replicates 50
